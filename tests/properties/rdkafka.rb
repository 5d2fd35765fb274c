config = {
  :"bootstrap.servers" => "localhost:9092",
  :"group.id" => "billing",
  "session.timeout.ms": 6000,
  :"partition.assignment.strategy" => "cooperative-sticky"
}
consumer = Rdkafka::Config.new(config).consumer
