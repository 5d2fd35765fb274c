package main

c, err := kafka.NewConsumer(&kafka.ConfigMap{
	"bootstrap.servers": "localhost:9092",
	"group.id":          "billing",
	"session.timeout.ms": 6000,
	"auto.offset.reset": "earliest",
	"go.application.rebalance.enable": true,
	"partition.assignment.strategy": "cooperative-sticky",
	"default.topic.config": kafka.ConfigMap{"auto.offset.reset": "earliest"},
	"enable.auto.commit": false,
})
