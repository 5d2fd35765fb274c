//! Why a command was refused.

use crate::cluster::command_error::{ClientError, CommandError, EmptyTask, GroupError, Limit, TopicError};
use crate::session::language::ko::properties::property;

#[rustfmt::skip]
pub fn refusal(error: &CommandError) -> &'static str {
    match error {
        CommandError::Client(_, error) => client(*error),
        CommandError::Group(_, error) => group(*error),
        CommandError::Topic(_, error) => topic(*error),
        CommandError::Limit(reached) => limit(reached),
        CommandError::Property(error) => property(error),
        CommandError::NoConsumer { .. } => "컨슈머 {0:`는}` 없습니다. 있는 컨슈머: {1}.",
        CommandError::NoBroker { .. } => "브로커 {0:는} 없습니다. 브로커 번호는 0부터 {1}까지입니다.",
        CommandError::NothingToAssign { .. } => "파티션 {1:`가}` 없어서 {0:가} assign할 수 없습니다.",
        CommandError::DoesNotOwn { .. } =>
            "{0:는} {1:를} 가지고 있지 않습니다(IllegalStateException). 가진 파티션: {2}.",
        CommandError::NoOffsetsWithoutGroup => "그룹이 없는 컨슈머는 어디에도 오프셋이 없습니다.",
        CommandError::NoStaticMember { .. } => "{0}에는 정적 멤버 {1:`가}` 없습니다. 있는 정적 멤버: {2}.",
        CommandError::NotEmpty { members, task, .. } => not_empty(*task, members.is_empty()),
        CommandError::NothingCommitted { .. } => "{0:는} `{1}`의 오프셋을 커밋한 적이 없습니다.",
        CommandError::TopicSubscribed { .. } =>
            "{0}에 {1:를} 구독하는 멤버가 있습니다(GROUP_SUBSCRIBED_TO_TOPIC). 먼저 그 멤버를 닫으세요.",
        CommandError::NoAssignor => "할당 전략에는 할당자가 하나는 있어야 합니다.",
        CommandError::NoTopic { .. } => "토픽 {0:`는}` 없습니다. 있는 토픽: {1}.",
        CommandError::TopicCollides { .. } =>
            "토픽 {0:`는} 이미 있는 토픽과 충돌합니다: {1}. 다른 이름을 고르세요.",
        CommandError::SamePartitions { .. } => "{0}에는 이미 파티션이 {1}개 있습니다. 더 많은 수를 적으세요.",
        CommandError::FewerPartitions { .. } =>
            "{0}에는 파티션이 {1}개 있고 Kafka는 파티션을 줄일 수 없습니다. {1}개보다 많은 수를 적으세요.",
        CommandError::NoPartition { .. } => "{0}의 파티션은 {1}개이고 번호는 0부터입니다. {2:는} 없습니다.",
        CommandError::PartitionNotThere(_) => "파티션 {0:`는}` 없습니다.",
        CommandError::BeyondEnd { .. } => "{0}의 끝은 {1}입니다. Kafka는 {2}에 OFFSET_OUT_OF_RANGE로 답합니다.",
        CommandError::BeforeStart { .. } => "{0:는} 이미 {1}에서 시작합니다. {2} 앞에는 아무것도 없습니다.",
        CommandError::AlreadyWritten { .. } =>
            "{0}의 끝은 {1}입니다. 오프셋 {2}의 레코드는 이미 기록되어 바뀌지 않습니다. {1} 이상을 적으세요.",
    }
}

#[rustfmt::skip]
fn client(error: ClientError) -> &'static str {
    match error {
        ClientError::NameTaken => "{0:`는}` 이미 있습니다. 다른 이름을 고르거나 다시 시작하세요.",
        ClientError::NoConsumers => "컨슈머 {0:`는}` 없습니다. 먼저 하나 시작하세요.",
        ClientError::IsProducer => "{0:는} 프로듀서입니다. 컨슈머의 이름을 적으세요.",
        ClientError::NoProducer => "프로듀서 {0:`는}` 없습니다.",
        ClientError::NotRunning => "{0:는} 실행 중이 아닙니다. 먼저 다시 시작하세요.",
        ClientError::StillRuns => "{0:는} 실행 중입니다. 다시 시작하기 전에 닫거나 kill 하세요.",
        ClientError::NothingToKill => "{0:는} 실행 중이 아니므로 kill 할 것이 없습니다.",
        ClientError::Frozen => "{0:는} 얼어 있습니다. 먼저 녹이세요.",
        ClientError::FrozenInBounce => "{0:는} 얼어 있어 닫을 수 없습니다. 먼저 녹이세요.",
        ClientError::NotFrozen => "{0:는} 얼어 있지 않습니다.",
        ClientError::AlreadyStalled => "{0}의 핸들러는 이미 막혀 있습니다.",
        ClientError::NotStalled => "{0}의 핸들러는 막혀 있지 않습니다.",
        ClientError::AlreadyCutOff => "{0:는} 이미 네트워크가 끊겨 있습니다.",
        ClientError::NotCutOff => "{0}의 네트워크는 끊겨 있지 않습니다.",
        ClientError::Closing => "{0:는} 닫히는 중입니다. 닫힌 뒤에 다시 시작하세요.",
        ClientError::ReadsNothing => "{0:가} 읽을 것이 없습니다. 토픽이나 패턴, 또는 assign할 파티션을 적으세요.",
        ClientError::ReadsInSeveralWays =>
            "{0:는} 토픽을 구독하거나, 패턴을 구독하거나, 파티션을 assign할 수 있습니다. 하나만 고르세요.",
        ClientError::SubscribesWithoutGroup => "{0:는} 구독을 하므로 그룹이 필요합니다.",
        ClientError::NoTopicToSubscribe => "{0:가} 구독할 토픽이 없습니다. 토픽을 하나 이상 적거나 패턴을 적으세요.",
        ClientError::TopicsAndPattern => "{0:는} 토픽이나 패턴을 구독할 수 있지만, 둘을 함께 구독할 수는 없습니다.",
        ClientError::PatternNeedsConsumerProtocol =>
            "{0:는} group.protocol=classic으로는 SubscriptionPattern을 구독할 수 없습니다(UnsupportedOperationException). \
             패턴을 직접 찾게 하거나 group.protocol=consumer로 실행하세요.",
        ClientError::PatternNeedsKafka40 =>
            "{0:는} SubscriptionPattern을 구독할 수 없습니다. recorded Kafka의 컨슈머에는 그런 호출이 없습니다. 패턴을 \
             직접 찾게 하세요.",
        ClientError::CannotSubscribe => "{0:는} 구독에 필요한 그룹이 없습니다(InvalidGroupIdException).",
        ClientError::Standalone =>
            "{0:는} 파티션을 직접 assign했으므로 구독할 수 없습니다(IllegalStateException). 먼저 unsubscribe하세요.",
        ClientError::StoreIsNeverRead =>
            "{0:는} 자체 저장소를 onPartitionsAssigned에서 읽는데, assign() 뒤에는 이것이 불리지 않습니다. 다른 커밋 방식을 \
             고르세요.",
        ClientError::CommitsWithoutGroup =>
            "{0:는} 커밋할 그룹이 없습니다. enable.auto.commit=true에는 group.id가 필요합니다.",
        ClientError::SubscribesToNothing => "{0:는} 이미 아무것도 구독하지 않습니다.",
        ClientError::OwnsNothing => "{0:는} 지금 가진 파티션이 없습니다. 파티션을 받을 때까지 기다리세요.",
    }
}

#[rustfmt::skip]
fn group(error: GroupError) -> &'static str {
    match error {
        GroupError::NotThereYet => "그룹 {0:`는}` 아직 없습니다. 먼저 이 그룹에서 컨슈머를 시작하세요.",
        GroupError::NotFound => "그룹 {0:`는}` 아직 없거나 이제 없습니다(GROUP_ID_NOT_FOUND).",
        GroupError::NoConsumer => "그룹 `{0}`에 컨슈머가 없습니다.",
        GroupError::CoordinatorAlreadyAway => "{0}에는 이미 코디네이터가 없습니다. 다음 코디네이터를 기다리세요.",
        GroupError::CoordinatorAway => "{0}에는 지금 코디네이터가 없습니다. 다음 코디네이터를 기다리세요.",
        GroupError::NoStaticMembers =>
            "{0}에는 정적 멤버가 없습니다. group.instance.id로 제거할 수 있는 것은 정적 멤버뿐입니다.",
        GroupError::NothingToReset =>
            "{0}에는 리셋할 커밋이 없습니다. 토픽이나 파티션을 적으세요.",
        GroupError::AlreadyBounced => "{0:는} 이미 bounce 되는 중입니다. 끝날 때까지 기다리세요.",
        GroupError::AssignedByBroker =>
            "{0}에는 group.protocol=consumer인 컨슈머가 있습니다. 할당은 브로커가 하므로 partition.assignment.strategy가 \
             없습니다. 대신 group.remote.assignor 같은 설정을 바꿔 하나씩 다시 시작하세요.",
        GroupError::Bounced => "{0:는} bounce 되는 중입니다. 끝날 때까지 기다리세요.",
    }
}

#[rustfmt::skip]
fn topic(error: TopicError) -> &'static str {
    match error {
        TopicError::IllegalName =>
            "토픽 이름으로 {0:`를}` 쓸 수 없습니다. ASCII 영문자, 숫자, `.`, `_`, `-`로 {1}자까지 적으세요.",
        TopicError::Exists => "토픽 {0:`는}` 이미 있습니다. 다른 이름을 고르세요.",
        TopicError::NoTopics => "토픽 {0:`는}` 없습니다. 먼저 만드세요.",
        TopicError::NotThere => "토픽 {0:`는}` 없습니다.",
    }
}

#[rustfmt::skip]
fn limit(limit: &Limit) -> &'static str {
    match limit {
        Limit::Consumers => "컨슈머가 이미 {0}개 있고, 더 만들 수 없습니다.",
        Limit::Producers => "프로듀서가 이미 {0}개 있고, 더 만들 수 없습니다.",
        Limit::CommitFaults(_) => "잘못되게 할 수 있는 커밋은 {0}개까지입니다(요청: {1}개).",
        Limit::Offset(_) => "여기서 오프셋은 {0}까지입니다(지금 값: {1}).",
        Limit::NoPartitions => "토픽에는 파티션이 하나는 있어야 합니다.",
        Limit::Partitions(_) => "파티션 {1}개는 너무 많습니다. 여기서는 {0}개까지 보여 줍니다.",
        Limit::AllPartitions(_) => "파티션이 이미 {1}개 있습니다. 모두 합쳐 {0}개까지입니다.",
        Limit::Burst(_) => "burst의 레코드는 1개에서 {0}개까지입니다(요청: {1}개).",
    }
}

#[rustfmt::skip]
fn not_empty(task: EmptyTask, nobody: bool) -> &'static str {
    match (task, nobody) {
        (EmptyTask::ResetOffsets, true) =>
            "{0:는} {1} 상태인데, 오프셋은 Empty일 때만 리셋할 수 있습니다. 멤버가 모두 없어질 때까지 기다리거나 모두 닫으세요.",
        (EmptyTask::ResetOffsets, false) =>
            "{0:는} {1} 상태이고 멤버가 {3}개({2}) 있는데, 오프셋은 Empty일 때만 리셋할 수 있습니다. 모두 닫거나 없어질 때까지 \
             기다리세요.",
        (EmptyTask::DeleteGroup, true) =>
            "{0:는} {1} 상태인데, Empty인 그룹만 삭제할 수 있습니다(NON_EMPTY_GROUP). 멤버가 모두 없어질 때까지 기다리거나 모두 \
             닫으세요.",
        (EmptyTask::DeleteGroup, false) =>
            "{0:는} {1} 상태이고 멤버가 {3}개({2}) 있는데, Empty인 그룹만 삭제할 수 있습니다(NON_EMPTY_GROUP). 모두 닫거나 \
             없어질 때까지 기다리세요.",
    }
}
