from confluent_kafka import Consumer

def on_commit(err, partitions):
    print(err)

conf = {
    'bootstrap.servers': 'b:9092',
    'group.id': 'billing',
    'session.timeout.ms': 6000,
    'on_commit': callback,
    'default.topic.config': {'auto.offset.reset': 'smallest', 'auto.commit.enable': False},
    'partition.assignment.strategy': 'cooperative-sticky',
    'enable.auto.offset.store': False,
    'stats_cb': lambda s: print(s),
    'sasl.password': 'correct-horse',
    'logger': logging.getLogger('x'),
}
consumer = Consumer(conf)
consumer.subscribe(['orders'], on_assign=print_assignment)
