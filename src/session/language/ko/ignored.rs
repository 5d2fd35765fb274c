//! Why a key of pasted settings has no effect.

use crate::session::properties_text::ignored::{Ignored, Obsolete, OfClients, OfFrameworks};

pub fn ignored(why: Ignored) -> &'static str {
    match why {
        Ignored::OfClients(why) => of_clients(why),
        Ignored::Obsolete(why) => obsolete(why),
        Ignored::OfFrameworks(why) => of_frameworks(why),
    }
}

#[rustfmt::skip]
fn of_clients(why: OfClients) -> &'static str {
    match why {
        OfClients::Addresses => "브로커의 주소입니다(bootstrap.servers). 시뮬레이션하는 네트워크는 이미 알고 있습니다.",
        OfClients::Queues =>
            "librdkafka의 스레드와 애플리케이션 사이에 있는 큐의 크기입니다. Java 클라이언트에는 이런 큐가 없습니다. 가장 가까운 설정은 max.poll.records와 fetch \
             크기입니다.",
        OfClients::Stored => "librdkafka는 처리했다고 저장해 둔 것을 커밋합니다. 여기서는 group 줄의 commit=으로 애플리케이션이 무엇을 언제 커밋하는지 정합니다.",
        OfClients::Logging => "로그와 통계는 여기서 아무 영향이 없습니다.",
        OfClients::Requests => "요청과 연결을 만드는 방식은 여기서 아무 영향이 없습니다. 가장 가까운 설정은 request.timeout.ms입니다.",
        OfClients::Rebalancing =>
            "오래된 설정입니다. ZooKeeper 컨슈머는 리밸런스를 스스로 다시 시도했습니다. 지금은 그룹의 코디네이터가 max.poll.interval.ms 안에서 리밸런스를 이끕니다.",
        OfClients::CommitsThere => "오래된 설정입니다. 이제 오프셋은 Kafka의 __consumer_offsets에만 커밋됩니다.",
        OfClients::Threads =>
            "오래된 설정입니다. ZooKeeper 컨슈머에는 fetcher 스레드와 큐가 있었습니다. 지금은 max.poll.records와 fetch 크기가 버퍼의 한도를 정합니다.",
        OfClients::LoopEnds => "레코드가 오지 않으면 애플리케이션의 반복을 끝내는 설정입니다. 여기서는 애플리케이션이 poll_timeout=으로 끝없이 poll합니다.",
        OfClients::Records => "여기의 레코드에는 키, 시각, 크기만 있고 내용은 없습니다.",
        OfClients::SpringAcks =>
            "Spring 컨테이너가 언제 커밋하는지는 여기서 group 줄의 commit=으로 정합니다. RECORD는 commit=sync-record, BATCH는 \
             commit=sync이고, MANUAL은 애플리케이션이 하는 대로입니다.",
        OfClients::Callbacks => "콜백이 하는 일은 애플리케이션의 몫입니다. 여기서는 group 줄의 listener=와 commit=으로 리밸런스와 커밋 때 무엇을 하는지 정합니다.",
        OfClients::GoEvents => "confluent-kafka-go가 이벤트를 애플리케이션에 넘기는 방식이며 여기서 아무 영향이 없습니다.",
        OfClients::KafkaJsRetries => "KafkaJS가 몇 번 다시 시도하는지는 여기서 아무 영향이 없습니다. 가장 가까운 설정은 retry.backoff.ms입니다.",
        OfClients::AnotherPart => "컨슈머가 아닌 Kafka의 다른 부분에 속한 설정입니다.",
        OfClients::FetchPause => "실패한 fetch 뒤에 librdkafka가 쉬는 시간입니다. 가장 가까운 설정은 retry.backoff.ms입니다.",
        OfClients::PatternTopics => "패턴이 어느 토픽을 받아들이는지는 여기서 pattern=으로만 정합니다.",
        OfClients::PartitionEnd => "librdkafka가 끝에 이르렀음을 애플리케이션에 알리게 합니다. 그 밖에는 달라지는 것이 없습니다.",
        OfClients::Security => "암호화와 인증은 여기서 아무 영향이 없습니다. 값은 읽지도 저장하지도 않습니다.",
        OfClients::TopicConfig => "librdkafka에서 토픽의 설정을 두는 곳입니다. 여기에 있던 것은 아무 영향이 없습니다.",
        OfClients::AiokafkaRebalance =>
            "aiokafka가 리밸런스를 기다리는 시간입니다. Java 클라이언트에서는 max.poll.interval.ms가 이 시간이고 핸들러의 한도이기도 합니다.",
        OfClients::CommitCallback => "콜백이 하는 일은 애플리케이션의 몫입니다. 여기서는 group 줄의 commit=으로 어떻게 커밋하는지 정합니다.",
        OfClients::Topics => "토픽은 명령으로만 만들어집니다.",
        OfClients::KafkaJsRebalance =>
            "KafkaJS가 리밸런스를 기다리는 시간입니다. Java 클라이언트에서는 max.poll.interval.ms가 이 시간이고 핸들러의 한도이기도 합니다.",
        OfClients::CommitThreshold => "이만큼의 레코드마다 커밋하는 설정입니다. 여기서는 commit=every commit_every=N입니다.",
        OfClients::SideBySide => "파티션을 나란히 처리하는 설정입니다. 여기서는 workers=N입니다.",
        OfClients::KafkaJsAssignors => "KafkaJS의 할당자는 따로 있고 시뮬레이션하지 않습니다.",
        OfClients::FromBeginning => "true는 auto.offset.reset=earliest, false는 latest입니다.",
        OfClients::Transactions => "여기에는 트랜잭션이 없어서 어느 격리 수준이든 같은 레코드를 읽습니다.",
        OfClients::Handler => "핸들러가 하는 일은 애플리케이션의 몫입니다. 얼마나 걸리는지는 group 줄의 processing_time=으로 정합니다.",
    }
}

#[rustfmt::skip]
fn obsolete(why: Obsolete) -> &'static str {
    match why {
        Obsolete::ZooKeeperAddress =>
            "오래된 설정입니다. 컨슈머는 Kafka 0.9부터 ZooKeeper를 쓰지 않고 Kafka 4에는 ZooKeeper가 없습니다. 지금은 bootstrap.servers를 씁니다.",
        Obsolete::SessionOfMember => "오래된 설정입니다. 지금은 멤버와 코디네이터 사이의 session.timeout.ms를 씁니다.",
        Obsolete::ConnectionTimeouts => "오래된 설정입니다. 지금은 request.timeout.ms와 socket.connection.setup.timeout.ms를 씁니다.",
        Obsolete::ZooKeeperSync => "오래된 설정입니다. ZooKeeper가 없어졌으므로 대신하는 설정도 없습니다.",
        Obsolete::ReplacedByServers => "오래된 설정입니다. 지금은 bootstrap.servers를 씁니다.",
        Obsolete::ReplacedBySession => "오래된 설정입니다. 지금은 session.timeout.ms를 씁니다.",
        Obsolete::ReplacedByRequest => "오래된 설정입니다. 지금은 request.timeout.ms를 씁니다.",
        Obsolete::ReplacedByGroup => "지금은 group.id를 씁니다. 그룹은 컨슈머를 시작할 때 정합니다.",
        Obsolete::MemberIds => "오래된 설정입니다. 지금은 코디네이터가 멤버 id를 줍니다. group.instance.id를 쓰면 정적 멤버가 됩니다.",
        Obsolete::StreamsGroup => "Kafka Streams의 설정입니다. 그 컨슈머들은 이 이름의 그룹에 있습니다.",
        Obsolete::StreamsThreads => "Kafka Streams의 설정입니다. 스레드마다 컨슈머가 하나씩 있습니다.",
        Obsolete::StreamsTransactions => "Kafka Streams의 설정입니다. 여기에는 트랜잭션이 없습니다.",
        Obsolete::StreamsCommits => "Kafka Streams의 설정입니다. Kafka Streams는 스스로 커밋합니다.",
        Obsolete::Streams => "Kafka Streams의 설정입니다.",
        Obsolete::StreamsOrTopic => "Kafka Streams나 토픽의 설정입니다.",
        Obsolete::GoneFromBrokers => "브로커의 설정이었고 Kafka 4에는 없습니다.",
        Obsolete::ZooKeeper => "오래된 설정입니다. 컨슈머는 Kafka 0.9부터 ZooKeeper를 쓰지 않고 Kafka 4에는 ZooKeeper가 없습니다.",
    }
}

#[rustfmt::skip]
fn of_frameworks(why: OfFrameworks) -> &'static str {
    match why {
        OfFrameworks::RegistryAddress => "스키마 레지스트리에 연결하는 방식은 여기서 아무 영향이 없습니다. 값은 읽지도 저장하지도 않습니다.",
        OfFrameworks::Plugins => "메트릭과 플러그인은 시뮬레이션하지 않습니다.",
        OfFrameworks::Confluent => "Confluent가 따로 더한 기능의 설정이며 시뮬레이션하지 않습니다.",
        OfFrameworks::Producer => "프로듀서의 설정이며 컨슈머에는 영향이 없습니다.",
        OfFrameworks::SpringConcurrency => "Spring이 시작하는 컨슈머의 수입니다. 여기서도 그만큼 시작하세요: consumers c1 c2 c3.",
        OfFrameworks::PollTimeout => "poll에 주는 타임아웃은 group 줄의 poll_timeout=으로 정합니다.",
        OfFrameworks::SpringListener => "Spring의 리스너 컨테이너에 대한 설정이며 시뮬레이션하지 않습니다.",
        OfFrameworks::SpringRetries => "Spring의 재시도는 애플리케이션의 몫입니다. 여기서 핸들러는 레코드를 한 번씩 처리합니다.",
        OfFrameworks::Connections => "연결은 끊지 않는 한 언제나 살아 있는 것으로 시뮬레이션합니다.",
        OfFrameworks::TheTopics => "어느 토픽을 읽는지는 group 줄의 topics=나 pattern=으로 정합니다.",
        OfFrameworks::Concurrency => "이 설정만큼 컨슈머가 시작됩니다. 여기서도 그만큼 시작하세요: consumers c1 c2 c3.",
        OfFrameworks::Framework => "컨슈머를 감싼 프레임워크의 설정이며 시뮬레이션하지 않습니다.",
        OfFrameworks::Failures => "처리할 수 없는 레코드를 어떻게 하는지는 프레임워크의 몫입니다. 여기서 핸들러는 레코드를 한 번씩 처리합니다.",
        OfFrameworks::SmallRyeCommits =>
            "SmallRye가 언제 커밋하는지는 여기서 group 줄의 commit=으로 정합니다. latest는 commit=sync-record, throttled는 workers=와 함께 \
             쓰는 commit=contiguous, ignore는 enable.auto.commit=true와 함께 쓰는 commit=auto입니다.",
        OfFrameworks::BinderCommits => "Spring 컨테이너가 언제 커밋하는지는 여기서 group 줄의 commit=으로 정합니다.",
        OfFrameworks::ListenerName => "리스너가 하는 일은 group 줄의 listener=로 정합니다.",
        OfFrameworks::AssignSeek => "그룹 없이 읽는 컨슈머가 어디서 시작하는지는 assign=으로 시작한 뒤 seek로 정합니다.",
        OfFrameworks::RecordAge => "레코드가 이보다 오래 걸리면 SmallRye가 비정상이라고 알립니다. 컨슈머에는 영향이 없습니다.",
        OfFrameworks::Batch => "여기서 핸들러는 poll로 받은 레코드를 하나씩 차례로 처리합니다.",
        OfFrameworks::PauseWhenFull => "SmallRye는 채널이 가득 차면 파티션을 pause합니다. 여기서는 pause와 resume이 명령입니다.",
        OfFrameworks::ResetOffsets => "오프셋은 여기서 reset-offsets 명령으로 리셋합니다.",
    }
}
