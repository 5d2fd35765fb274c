const consumer = new Kafka.KafkaConsumer({
  'group.id': 'billing',
  'metadata.broker.list': 'localhost:9092',
  'session.timeout.ms': 6000,
  'rebalance_cb': (err, assignment) => { if (err.code === 1) { this.assign(assignment); } },
  'offset_commit_cb': function(err, tp) { console.log(err); },
  'partition.assignment.strategy': 'roundrobin',
}, { 'auto.offset.reset': 'earliest' });
