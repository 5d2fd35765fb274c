// A crowd, as a visitor would write it down: 12 partitions, 8 consumers, 240 records a second.
export const crowd = (seconds = 120) =>
  [
    'title en="A crowd" ko="북적이는 그룹"',
    "cluster group.initial.rebalance.delay.ms=1000",
    "topic orders partitions=12",
    "group billing strategy=range auto.offset.reset=earliest session.timeout.ms=6000 heartbeat.interval.ms=2000",
    "consumers c1 c2 c3 c4 c5 c6 c7 c8 group=billing processing_time=5ms",
    "producer p1 topic=orders rate=240/s keys=round-robin",
    `run for=${seconds}s`,
    "",
  ].join("\n");
