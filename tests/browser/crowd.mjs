// Crowds, as a visitor would write them down.

const named = (count) => Array.from({ length: count }, (_, at) => `c${at + 1}`);

/// So many partitions, consumers, and records a second, for so many seconds.
export const crowdOf = ({ partitions, consumers, rate, seconds, work = "1ms" }, ...lines) =>
  [
    'title en="A crowd" ko="북적이는 그룹"',
    "cluster group.initial.rebalance.delay.ms=1000",
    `topic orders partitions=${partitions}`,
    "group billing strategy=range auto.offset.reset=earliest session.timeout.ms=6000 heartbeat.interval.ms=2000",
    `consumers ${named(consumers).join(" ")} group=billing processing_time=${work}`,
    `producer p1 topic=orders rate=${rate}/s keys=round-robin`,
    ...lines,
    `run for=${seconds}s`,
    "",
  ].join("\n");

/// 12 partitions, 8 consumers, 240 records a second.
export const crowd = (seconds = 120) => crowdOf({ partitions: 12, consumers: 8, rate: 240, seconds, work: "5ms" });
