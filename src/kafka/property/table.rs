//! The table of [`PROPERTIES`]: Kafka's name, what it takes, Kafka 4.4's default, the field that holds it, and one
//! sentence in each language. The sentences become a table of their own: code that needs only the values, as the
//! page does before its first picture, does without them.

use super::field::PropertyField::{self, Broker, Consumer, Coordinator, Group};
use super::field::{
    ASSIGNORS, BUFFER, CLIENT_ID, COUNT, FLAG, INSTANCE_ID, INTERVAL, MILLIS, MINUTES, OF_GROUP, POLICY,
    PROTOCOL, RACK, RESET, SELECTOR, SERVER_ASSIGNORS, access,
};
use super::{GoesWith, Kind, Property, RACK_AWARE_SELECTOR};
use crate::kafka::consumer::config::{GroupProtocol, OffsetReset};

const INT_MAX: u64 = i32::MAX as u64;
const LONG_MAX: u64 = i64::MAX as u64;
const MS: Kind = Kind::Millis { min: 0, max: INT_MAX };
const MS_POSITIVE: Kind = Kind::Millis { min: 1, max: INT_MAX };
/// What Kafka defines as a `LONG`: an `INT` ends after 24 days.
const MS_LONG: Kind = Kind::Millis { min: 0, max: LONG_MAX };
const MS_LONG_POSITIVE: Kind = Kind::Millis { min: 1, max: LONG_MAX };
/// What `group.consumer.assignors` can be.
const ASSIGNOR_LISTS: [&str; 4] = ["uniform,range", "range,uniform", "uniform", "range"];
/// What `group.consumer.migration.policy` can be.
const POLICIES: [&str; 4] = ["bidirectional", "upgrade", "downgrade", "disabled"];

const fn int(min: i64) -> Kind {
    Kind::Int { min, max: i32::MAX as i64 }
}

const fn row(name: &'static str, kind: Kind, default: &'static str, field: PropertyField) -> Property {
    Property { name, kind, default, field, documented: true, goes_with: GoesWith::Both }
}

/// A property that Kafka's documentation leaves out (`defineInternal`).
const fn internal(property: Property) -> Property {
    Property { documented: false, ..property }
}

/// A property that counts for members of the classic group protocol only; what a broker has in its place for the
/// others (empty: nothing).
const fn of_classic(instead: &'static str, property: Property) -> Property {
    Property { goes_with: GoesWith::Classic { instead }, ..property }
}

/// A property that counts for members of the protocol of consumer groups only.
const fn of_consumer(property: Property) -> Property {
    Property { goes_with: GoesWith::Consumer, ..property }
}

/// Each property with its meaning in English and in Korean.
macro_rules! properties {
    ($($row:expr => $en:literal, $ko:literal;)*) => {
        /// Every property that changes something here.
        pub const PROPERTIES: &[Property] = &[$($row,)*];

        /// What each means, in the same order.
        static MEANINGS: [[&str; 2]; PROPERTIES.len()] = [$([$en, $ko],)*];
    };
}

/// What the property of this name means: one sentence in English, one in Korean.
pub fn meaning(name: &str) -> Option<[&'static str; 2]> {
    let place = PROPERTIES.iter().position(|property| property.name == name)?;
    Some(MEANINGS[place])
}

properties! {
    row("group.protocol", Kind::Protocol(&GroupProtocol::NAMES), "classic",
        Consumer(access!(group_protocol as PROTOCOL))) =>
        "How the consumer and its group agree on who reads what: classic, or consumer (KIP-848).",
        "컨슈머와 그룹이 누가 무엇을 읽을지 정하는 방식: classic 또는 consumer(KIP-848).";
    of_consumer(row("group.remote.assignor", Kind::Text, "",
        Consumer(access!(remote_assignor as RACK)))) =>
        "The assignor on the broker that this member votes for; without it the first of group.consumer.assignors.",
        "이 멤버가 고르는 브로커 쪽 할당자. 비워 두면 group.consumer.assignors의 첫 번째입니다.";
    of_classic("group.consumer.session.timeout.ms", row("session.timeout.ms", MS_POSITIVE, "45000",
        Consumer(access!(session_timeout as MILLIS)))) =>
        "How long the coordinator waits without a heartbeat before it removes the member; of members of consumer \
         groups the broker decides it (group.consumer.session.timeout.ms).",
        "코디네이터가 하트비트 없이 기다리는 시간. 지나면 멤버를 그룹에서 뺍니다. consumer group의 멤버에게는 브로커가 \
         정합니다(group.consumer.session.timeout.ms).";
    of_classic("group.consumer.heartbeat.interval.ms", row("heartbeat.interval.ms", MS, "3000",
        Consumer(access!(heartbeat_interval as INTERVAL)))) =>
        "How often the heartbeat thread tells the coordinator that the member is alive; members of consumer groups \
         are told how often by the broker (group.consumer.heartbeat.interval.ms), and their background thread does it.",
        "하트비트 스레드가 코디네이터에 살아 있음을 알리는 간격. consumer group의 멤버에게는 브로커가 알려 \
         주고(group.consumer.heartbeat.interval.ms), 백그라운드 스레드가 보냅니다.";
    row("max.poll.interval.ms", MS_POSITIVE, "300000",
        Consumer(access!(max_poll_interval as MILLIS))) =>
        "The longest allowed time between two calls of poll, and for rejoining (classic) or for giving partitions up \
         (consumer) in a rebalance; past it between polls a dynamic member leaves the group, and a static one stops \
         its heartbeats (classic) or says that it is away (consumer), so that its place is kept until its session \
         ends.",
        "poll 호출 사이에, 그리고 리밸런스에서 재합류하거나(classic) 파티션을 내놓을 때까지(consumer) 허용되는 가장 긴 시간. \
         poll 사이에 넘기면 동적 멤버는 그룹을 떠나고, 정적 멤버는 하트비트를 멈추거나(classic) 자리를 비운다고 알려서(consumer) \
         세션이 끝날 때까지 자리가 남습니다.";
    row("max.poll.records", int(1), "500",
        Consumer(access!(max_poll_records as COUNT))) =>
        "The most records a single poll returns.",
        "poll 한 번이 돌려주는 레코드의 최대 개수.";
    row("enable.auto.commit", Kind::Bool, "true",
        Consumer(access!(enable_auto_commit as FLAG))) =>
        "Whether poll commits the positions by itself every auto.commit.interval.ms.",
        "poll이 auto.commit.interval.ms마다 위치를 스스로 커밋할지 여부.";
    row("auto.commit.interval.ms", MS, "5000",
        Consumer(access!(auto_commit_interval as INTERVAL))) =>
        "The time between two automatic commits; they happen inside poll.",
        "자동 커밋 간격. 자동 커밋은 poll 안에서 일어납니다.";
    row("auto.offset.reset", Kind::OffsetReset(&OffsetReset::WORDS), "latest",
        Consumer(access!(auto_offset_reset as RESET))) =>
        "Where to start without a valid committed offset.",
        "유효한 커밋 오프셋이 없을 때 어디서 시작할지.";
    of_classic("group.consumer.assignors", row(
        "partition.assignment.strategy", Kind::Assignors, "range, cooperative-sticky",
        Consumer(access!(strategy as ASSIGNORS)))) =>
        "The assignors this consumer supports, in order of preference.",
        "이 컨슈머가 지원하는 할당자, 선호하는 순서대로.";
    row("group.instance.id", Kind::InstanceId, "",
        Consumer(access!(group_instance_id as INSTANCE_ID))) =>
        "Makes the member static: it keeps its place in the group across a restart.",
        "정적 멤버로 만듭니다. 재시작해도 그룹에서 자리를 지킵니다.";
    row("client.id", Kind::Text, "",
        Consumer(access!(client_id as CLIENT_ID))) =>
        "The name the client gives itself in requests and member ids.",
        "클라이언트가 요청과 멤버 id에서 쓰는 이름.";
    row("client.rack", Kind::Text, "",
        Consumer(access!(client_rack as RACK))) =>
        "Where the client stands, to fetch from a replica close by.",
        "클라이언트가 있는 rack. 가까운 레플리카에서 읽기 위한 것입니다.";
    row("fetch.min.bytes", int(0), "1",
        Consumer(access!(fetch_min_bytes as COUNT))) =>
        "How many bytes a broker gathers before it answers a fetch.",
        "브로커가 fetch에 답하기 전에 모으는 바이트 수.";
    row("fetch.max.wait.ms", MS, "500",
        Consumer(access!(fetch_max_wait as MILLIS))) =>
        "How long a broker waits for fetch.min.bytes at the most.",
        "브로커가 fetch.min.bytes를 기다리는 최대 시간.";
    row("fetch.max.bytes", int(0), "52428800",
        Consumer(access!(fetch_max_bytes as COUNT))) =>
        "The most bytes one fetch answer carries.",
        "fetch 응답 하나가 싣는 최대 바이트 수.";
    row("max.partition.fetch.bytes", int(0), "1048576",
        Consumer(access!(max_partition_fetch_bytes as COUNT))) =>
        "The most bytes one fetch answer carries for one partition.",
        "fetch 응답 하나가 한 파티션에 대해 싣는 최대 바이트 수.";
    row("request.timeout.ms", MS, "30000",
        Consumer(access!(request_timeout as INTERVAL))) =>
        "How long the client waits for the answer to one request.",
        "클라이언트가 요청 하나의 응답을 기다리는 시간.";
    row("default.api.timeout.ms", MS, "60000",
        Consumer(access!(default_api_timeout as MILLIS))) =>
        "How long a blocking call such as commitSync may take with all its retries.",
        "commitSync 같은 블로킹 호출이 재시도를 모두 포함해 걸릴 수 있는 시간.";
    row("retry.backoff.ms", MS_LONG, "100",
        Consumer(access!(retry_backoff as INTERVAL))) =>
        "The first pause before a failed request is sent again.",
        "실패한 요청을 다시 보내기 전의 첫 대기 시간.";
    row("retry.backoff.max.ms", MS_LONG, "1000",
        Consumer(access!(retry_backoff_max as MILLIS))) =>
        "The longest pause before a failed request is sent again.",
        "실패한 요청을 다시 보내기 전의 가장 긴 대기 시간.";
    row("metadata.max.age.ms", MS_LONG, "300000",
        Consumer(access!(metadata_max_age as INTERVAL))) =>
        "How old the client's knowledge of topics may get before it asks again.",
        "클라이언트가 아는 토픽 정보가 이만큼 오래되면 다시 묻습니다.";
    row("receive.buffer.bytes", int(-1), "65536",
        Consumer(access!(receive_buffer as BUFFER))) =>
        "The receive buffer of a connection: no more travels to the client within one round trip (-1: the system's).",
        "연결의 수신 버퍼. 왕복 한 번에 이보다 많이 전달되지 않습니다(-1이면 시스템 값).";
    row("send.buffer.bytes", int(-1), "131072",
        Consumer(access!(send_buffer as BUFFER))) =>
        "The send buffer of a connection; a consumer's requests are smaller, so it changes nothing here.",
        "연결의 송신 버퍼. 컨슈머의 요청은 이보다 작아서 여기서는 영향이 없습니다.";
    of_classic("", row("group.initial.rebalance.delay.ms", MS, "3000",
        Coordinator(access!(initial_rebalance_delay as MILLIS)))) =>
        "How long the first join phase of an empty group waits for more members.",
        "빈 그룹의 첫 합류 단계가 멤버를 더 기다리는 시간.";
    of_classic("group.consumer.min.session.timeout.ms", row("group.min.session.timeout.ms", MS, "6000",
        Coordinator(access!(min_session_timeout as MILLIS)))) =>
        "The smallest session.timeout.ms the coordinator accepts.",
        "코디네이터가 받아들이는 가장 작은 session.timeout.ms.";
    of_classic("group.consumer.max.session.timeout.ms", row("group.max.session.timeout.ms", MS, "1800000",
        Coordinator(access!(max_session_timeout as MILLIS)))) =>
        "The largest session.timeout.ms the coordinator accepts.",
        "코디네이터가 받아들이는 가장 큰 session.timeout.ms.";
    of_classic("group.consumer.max.size", row("group.max.size", int(1), "2147483647",
        Coordinator(access!(group_max_size as COUNT)))) =>
        "The most members a group may have.",
        "그룹이 가질 수 있는 최대 멤버 수.";
    of_consumer(row("group.consumer.session.timeout.ms", MS_POSITIVE, "45000",
        Coordinator(access!(consumer.session_timeout as MILLIS)))) =>
        "How long the coordinator waits without a heartbeat before it removes a member of a consumer group.",
        "코디네이터가 하트비트 없이 기다리는 시간. 지나면 consumer group에서 멤버를 뺍니다.";
    of_consumer(row("group.consumer.min.session.timeout.ms", MS_POSITIVE, "45000",
        Coordinator(access!(consumer.min_session_timeout as MILLIS)))) =>
        "The smallest session timeout that a consumer group may have.",
        "consumer group의 세션 타임아웃이 가질 수 있는 가장 작은 값.";
    of_consumer(row("group.consumer.max.session.timeout.ms", MS_POSITIVE, "60000",
        Coordinator(access!(consumer.max_session_timeout as MILLIS)))) =>
        "The largest session timeout that a consumer group may have.",
        "consumer group의 세션 타임아웃이 가질 수 있는 가장 큰 값.";
    of_consumer(row("group.consumer.heartbeat.interval.ms", MS_POSITIVE, "5000",
        Coordinator(access!(consumer.heartbeat_interval as MILLIS)))) =>
        "How often the members of consumer groups are told to send heartbeats.",
        "consumer group의 멤버가 하트비트를 보내야 하는 간격.";
    of_consumer(row("group.consumer.min.heartbeat.interval.ms", MS_POSITIVE, "5000",
        Coordinator(access!(consumer.min_heartbeat_interval as MILLIS)))) =>
        "The shortest heartbeat interval that a consumer group may have.",
        "consumer group의 하트비트 간격이 가질 수 있는 가장 짧은 값.";
    of_consumer(row("group.consumer.max.heartbeat.interval.ms", MS_POSITIVE, "15000",
        Coordinator(access!(consumer.max_heartbeat_interval as MILLIS)))) =>
        "The longest heartbeat interval that a consumer group may have.",
        "consumer group의 하트비트 간격이 가질 수 있는 가장 긴 값.";
    of_consumer(row("group.consumer.max.size", int(1), "2147483647",
        Coordinator(access!(consumer.max_size as COUNT)))) =>
        "The most members a consumer group may have.",
        "consumer group이 가질 수 있는 최대 멤버 수.";
    of_consumer(row("group.consumer.assignors", Kind::OneOf(&ASSIGNOR_LISTS), "uniform,range",
        Coordinator(access!(consumer.assignors as SERVER_ASSIGNORS)))) =>
        "The assignors the brokers have; the first one decides where no member names one.",
        "브로커가 가진 할당자. 고르는 멤버가 없으면 첫 번째가 정합니다.";
    of_consumer(row("group.consumer.assignment.interval.ms", MS, "1000",
        Coordinator(access!(consumer.assignment_interval as MILLIS)))) =>
        "How long a new target assignment waits after the last one (from Kafka 4.3 on).",
        "새 목표 할당을 마지막 할당 뒤에 얼마나 기다렸다가 계산할지(Kafka 4.3부터).";
    of_consumer(row("group.consumer.min.assignment.interval.ms", MS, "0",
        Coordinator(access!(consumer.min_assignment_interval as MILLIS)))) =>
        "The shortest assignment interval that a consumer group may have.",
        "consumer group의 할당 간격이 가질 수 있는 가장 짧은 값.";
    of_consumer(row("group.consumer.max.assignment.interval.ms", MS, "15000",
        Coordinator(access!(consumer.max_assignment_interval as MILLIS)))) =>
        "The longest assignment interval that a consumer group may have.",
        "consumer group의 할당 간격이 가질 수 있는 가장 긴 값.";
    of_consumer(row("group.consumer.migration.policy", Kind::OneOf(&POLICIES), "bidirectional",
        Coordinator(access!(consumer.migration_policy as POLICY)))) =>
        "Which way a group with members may change its protocol.",
        "멤버가 있는 그룹이 어느 방향으로 프로토콜을 바꿀 수 있는지.";
    of_consumer(row("consumer.session.timeout.ms", MS_POSITIVE, "45000",
        Group(access!(session_timeout as OF_GROUP)))) =>
        "The same as group.consumer.session.timeout.ms, for one consumer group.",
        "group.consumer.session.timeout.ms와 같은 값을 한 consumer group에만 정합니다.";
    of_consumer(row("consumer.heartbeat.interval.ms", MS_POSITIVE, "5000",
        Group(access!(heartbeat_interval as OF_GROUP)))) =>
        "The same as group.consumer.heartbeat.interval.ms, for one consumer group.",
        "group.consumer.heartbeat.interval.ms와 같은 값을 한 consumer group에만 정합니다.";
    of_consumer(row("consumer.assignment.interval.ms", MS, "1000",
        Group(access!(assignment_interval as OF_GROUP)))) =>
        "The same as group.consumer.assignment.interval.ms, for one consumer group.",
        "group.consumer.assignment.interval.ms와 같은 값을 한 consumer group에만 정합니다.";
    row("offsets.retention.minutes", Kind::Minutes { min: 1, max: INT_MAX }, "10080",
        Coordinator(access!(offsets_retention as MINUTES))) =>
        "How long the offsets of an empty group are kept.",
        "빈 그룹의 오프셋을 보관하는 시간.";
    row("offsets.retention.check.interval.ms", MS_LONG_POSITIVE, "600000",
        Coordinator(access!(offsets_retention_check_interval as MILLIS))) =>
        "How often the coordinator looks for expired offsets.",
        "코디네이터가 만료된 오프셋을 찾는 간격.";
    row("offsets.commit.timeout.ms", MS_POSITIVE, "5000",
        Coordinator(access!(offsets_commit_timeout as MILLIS))) =>
        "How long a commit may take to be replicated before it is answered with an error.",
        "커밋이 복제되기를 기다리는 최대 시간. 넘으면 오류로 답합니다.";
    row("log.retention.check.interval.ms", MS_LONG_POSITIVE, "300000",
        Broker(access!(retention_check_interval as MILLIS))) =>
        "How often the brokers look for records that retention.ms or retention.bytes of their topic let go.",
        "토픽의 retention.ms나 retention.bytes를 넘긴 레코드를 브로커가 찾는 간격.";
    internal(row("log.initial.task.delay.ms", MS_LONG, "30000",
        Broker(access!(initial_task_delay as MILLIS)))) =>
        "How long after the start the brokers look for them for the first time.",
        "브로커가 시작한 뒤 그런 레코드를 처음 찾을 때까지의 시간.";
    row("replica.selector.class", Kind::OneOf(&["", RACK_AWARE_SELECTOR, "RackAwareReplicaSelector"]), "",
        Broker(access!(rack_aware as SELECTOR))) =>
        "Who chooses the replica that a consumer reads from: the leader, or one in the consumer's client.rack.",
        "컨슈머가 읽을 레플리카를 누가 고르는지. 리더이거나, 컨슈머의 client.rack에 있는 레플리카입니다.";
}
