from kafka import KafkaConsumer

consumer = KafkaConsumer(
    'orders',
    bootstrap_servers=['broker-1:9092', 'broker-2:9092'],
    group_id='billing',
    client_id=os.environ['HOSTNAME'],
    auto_offset_reset='earliest',
    enable_auto_commit=False,
    max_poll_records=50,
    max_poll_interval_ms=5 * 60 * 1000,
    session_timeout_ms=10_000,
    heartbeat_interval_ms=3000,
    fetch_max_wait_ms=200,
    partition_assignment_strategy=[RoundRobinPartitionAssignor],
    consumer_timeout_ms=1000,
    api_version=(2, 6),
    security_protocol="SASL_SSL",
    sasl_plain_password='correct-horse',
    value_deserializer=lambda m: json.loads(m.decode('utf-8')),
)
