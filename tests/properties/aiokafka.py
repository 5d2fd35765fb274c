consumer = AIOKafkaConsumer(
    'orders',
    bootstrap_servers='localhost:9092',
    group_id="billing",
    session_timeout_ms=6000,
    max_poll_interval_ms=300000,
    rebalance_timeout_ms=1000,
    partition_assignment_strategy=(RoundRobinPartitionAssignor,),
    consumer_timeout_ms=200)
