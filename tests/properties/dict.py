conf = {
    'bootstrap.servers': 'broker-1:9092',
    'group.id': "billing",  # ours
    'session.timeout.ms': 10000,
    'enable.auto.commit': True,
    'auto.commit.interval.ms': 1_000,
    'auto.offset.reset': 'smallest',
    'group.instance.id': None,
    'sasl.password': 'correct-horse',
    'error_cb': on_error,
}
c = Consumer(conf)
