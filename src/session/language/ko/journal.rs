//! The sentences of the journal.

use crate::kafka::group_state::GroupState;
use crate::kafka::offset_causes::{CommitFailure, CommitFault, SentAgain};
use crate::kafka::producer::Rate;
use crate::kafka::rebalance_causes::EpochReason;
use crate::session::language::journal::each_fact;

each_fact! {
    /// The sentence of a fact.
    pub template: &'static str {
        World {
            TopicCreated { .. } => "토픽 {0:가} 파티션 {1}개로 생성되었습니다",
            PartitionsAdded { .. } => "토픽 {0}의 파티션이 {1}개로 늘었습니다",
            TopicDeleted { .. } => "토픽 {0:가} 모든 레코드와 함께 삭제되었습니다",
            RetentionChanged { retention, .. } if retention.is_unlimited() => "토픽 {0:가} 레코드를 기한 없이 보관합니다",
            RetentionChanged { .. } => "토픽 {0:가} {1} 기준으로 레코드를 보관합니다",
            RecordPoisoned { .. } => "{0}의 오프셋 {1}에 기록될 레코드는 역직렬화할 수 없습니다",
            BurstAsked { .. } => "{0:가} 레코드 {1}개를 한꺼번에 씁니다",
            ProcessStarted { incarnation: 1, .. } => "{0:가} 시작되었습니다",
            ProcessStarted { .. } => "{0:가} 다시 시작되었습니다",
            ProcessKilled { processed_uncommitted: 0, .. } => "{0:가} kill 되었습니다",
            ProcessKilled { .. } => "{0:가} kill 되었습니다: 처리했지만 아직 커밋하지 않은 레코드가 {1}개 있습니다",
            ProcessFrozen { .. } => "{0:가} 얼어붙었습니다: 두 스레드가 모두 멈췄습니다",
            ProcessThawed { .. } => "{0:가} 다시 실행됩니다",
            CloseRequested { leave: true, .. } => "{0}에 닫으라고 요청했습니다",
            CloseRequested { .. } => "{0}에 그룹을 떠나지 말고 닫으라고 요청했습니다",
            CloseRequestedWith { .. } => "{0}에 {2}{1}닫으라고 요청했습니다",
            GraceExpired { in_close: true, .. } => "{0:가} {1} 뒤에도 close() 안에 있어 SIGKILL을 받았습니다",
            GraceExpired { in_hand: 0, .. } => "{0:가} {1} 안에 닫히지 않아 SIGKILL을 받았습니다",
            GraceExpired { .. } => "{0:가} 레코드 {2}개를 쥔 채 {1} 안에 닫히지 않아 SIGKILL을 받았습니다",
            ClosedInMidBatch { .. } => "{0:가} 배치 중간에 닫히면서 레코드 {1}개를 버렸습니다",
            CommitsDisturbed { count: 0, .. } => "{0}의 커밋이 다시 정상입니다",
            CommitsDisturbed { count: 1, fault: CommitFault::Lost, .. } => {
                "{0}의 다음 커밋이 offsets.commit.timeout.ms 안에 복제되지 않습니다"
            },
            CommitsDisturbed { fault: CommitFault::Lost, .. } => {
                "{0}의 다음 커밋 {1}개가 offsets.commit.timeout.ms 안에 복제되지 않습니다"
            },
            CommitsDisturbed { count: 1, fault: CommitFault::Loading { .. }, .. } => {
                "{0}의 다음 커밋이 아직 읽어 들이는 중인 코디네이터를 만납니다"
            },
            CommitsDisturbed { fault: CommitFault::Loading { .. }, .. } => {
                "{0}의 다음 커밋 {1}개가 아직 읽어 들이는 중인 코디네이터를 만납니다"
            },
            CoordinatorLost { .. } => "{0:가} 코디네이터를 잃었습니다: NOT_COORDINATOR라는 응답 말고는 받지 못합니다",
            CoordinatorTookOver { .. } => "{0}에 새 코디네이터가 생겼습니다: __consumer_offsets에서 읽은 상태는 {1}, 세대 {2}, 멤버 {3}개입니다",
            MemberRemovalAsked { .. } => "관리자가 {0}에서 정적 멤버 {1:를} 제거합니다",
            OffsetsReset { start: true, .. } => "관리자가 {0}의 오프셋을 {1:로} 리셋하고 거기를 시작으로 삼습니다: {2}",
            OffsetsReset { .. } => "관리자가 {0}의 오프셋을 {1:로} 리셋합니다: {2}",
            DeletionAsked { topic: None, .. } => "관리자가 {0:를} 삭제합니다",
            DeletionAsked { .. } => "관리자가 {0}의 {1} 오프셋을 삭제합니다",
            LinkCut { broker: None, .. } => "{0:가} 모든 브로커와 끊겼습니다",
            LinkCut { .. } => "{0:가} 브로커 {1:와} 끊겼습니다",
            LinkRestored { .. } => "{0:가} 브로커와 다시 이어졌습니다",
            RateChanged { rate: Rate(0), .. } => "{0:가} 쓰기를 멈췄습니다",
            RateChanged { .. } => "{0:가} 이제 {1}씩 씁니다",
            ProcessingTimeChanged { .. } => "{0:가} 이제 레코드 하나에 {1} 걸립니다",
            GroupBounced { .. } => "{0}의 모든 컨슈머가 닫히고 partition.assignment.strategy={1:로} 다시 시작합니다",
        }
        Consumer {
            HandlerStalled { at_work: false, .. } => "{0:가} 다음 레코드를 처리할 때 핸들러 안에서 막힙니다",
            HandlerStalled { heartbeats: true, .. } => "{0:가} 핸들러 안에서 막혔습니다: 하트비트는 계속됩니다",
            HandlerStalled { .. } => "{0:가} 핸들러 안에서 막혔습니다: 합류하는 중이라 하트비트를 보내지 않습니다",
            HandlerResumed { at_work: false, .. } => "{0:는} 이제 막히지 않습니다",
            HandlerResumed { .. } => "{0:가} 핸들러를 계속 실행합니다",
            ProcessClosed => "{0:가} 닫혔습니다",
            WokenUp => "{0}의 wakeup()이 불렸습니다: 다음 poll이나 commitSync가 WakeupException을 던집니다",
            SecondThread => "두 번째 스레드가 {0:를} 부릅니다",
            CallRequested { .. } => "{0:가} 다음 poll 전에 {1:를} 부릅니다",
            RequestSent { .. } => "{0:가} {1:를} 보냈습니다",
            ResponseReceived { error, .. } if error.is_none() => "{0:가} {1} 응답을 받았습니다",
            ResponseReceived { .. } => "{0} {1} -> {2}",
            RequestTimedOut { .. } => "{0}의 {1} 요청이 응답 없이 시간이 초과되었습니다(request.timeout.ms)",
            SubscriptionChanged { pattern: Some(_), .. } => "{0:가} 패턴 {1:를} 구독합니다. 맞는 토픽은 코디네이터가 찾습니다",
            SubscriptionChanged { topics, .. } if topics.is_empty() => "{0:가} 패턴을 구독하지만 아는 토픽 가운데 맞는 것이 없습니다",
            SubscriptionChanged { .. } => "{0:가} 이제 {1:를} 구독합니다",
            Unsubscribed => "{0:가} 구독을 해지하고 더는 poll하지 않습니다",
            TopicIdChanged { .. } => "{0:는} {1:가} 다시 생성된 것을 알게 되었지만 위치를 유지합니다: {2}",
            TopicsChanged { .. } => "리더 {0:가} 토픽이 바뀐 것을 알게 되었습니다",
            RejoinNeeded { .. } => "{0:가} 다시 합류해야 합니다: “{1}”",
            JoinedGroup { leader: true, .. } => "{0:가} 리더로 세대 {1}에 들어갔습니다",
            JoinedGroup { .. } => "{0:가} 팔로워로 세대 {1}에 들어갔습니다",
            AssignmentComputed { withheld: 0, .. } => "리더 {0:가} 파티션 {2}개를 멤버 {1}개에 나누는 할당을 계산했습니다({3})",
            AssignmentComputed { .. } => "리더 {0:가} 파티션 {2}개를 멤버 {1}개에 나누는 할당을 계산했습니다({3}, {4}개는 내놓을 때까지 보류)",
            CallbackStarted { .. } => "{0} {1}({2})",
            CallbackFinished { threw: false, .. } => "{0}의 {1:가} 끝났습니다",
            CallbackFinished { .. } => "{0}의 {1:가} 예외를 던졌습니다",
            AssignmentChanged { owned, .. } if owned.is_empty() => "{0:가} 가진 파티션이 없습니다",
            AssignmentChanged { .. } => "{0:가} {1:를} 가지고 있습니다",
            PositionSet { .. } => "{0:가} {1:를} {2}부터 읽습니다({3})",
            Sought { .. } => "{0:가} {1:를} {2}{3:로} seek 합니다",
            PausedByCall { .. } => "{0:가} {1:를} pause 합니다: poll이 그 레코드를 돌려주지 않습니다",
            PauseForgotten { .. } => "{0:가} {1:를} 내놓으면서 pause도 사라집니다: 다시 할당되면 pause 상태가 아닙니다",
            ResumedByCall { .. } => "{0:가} {1:를} resume 합니다",
            PollReturned { .. } => "{0}의 poll이 레코드 {1}개를 돌려주었습니다: {2}",
            CommitStarted { .. } => "{0:가} 커밋을 시작했습니다({2}): {1}",
            CommitSucceeded { .. } => "{0:가} 커밋했습니다({2}): {1}",
            CommitFailed { error, failure: CommitFailure::Answered, .. } if error.is_none() => {
                "{0:가} 커밋하지 못했습니다({1})"
            },
            CommitFailed { failure: CommitFailure::Answered, .. } => "{0:가} 커밋하지 못했습니다({1}): {2}",
            CommitFailed { failure: CommitFailure::Disconnected { .. }, .. } => {
                "{0:가} 커밋하지 못했습니다({1}): 응답이 오기 전에 연결이 닫혔습니다. {3}"
            },
            CommitCallback { exception: None, .. } => "{0}의 커밋 콜백이 성공을 알립니다: {1}",
            CommitCallback { sent_again: SentAgain::No, .. } => "{0}의 커밋 콜백이 {2:를} 받았습니다: {1}",
            CommitCallback { sent_again: SentAgain::Yes, .. } => "{0}의 커밋 콜백이 {2:를} 받고 다시 보냅니다: {1}",
            CommitCallback { sent_again: SentAgain::NewerWasSent, .. } => {
                "{0}의 커밋 콜백이 {2:를} 받았지만 더 새로운 커밋을 보낸 뒤라 그대로 두었습니다: {1}"
            },
            PartitionsPaused { .. } => "{0:가} 모든 파티션을 pause 합니다: 워커에게 갈 {1}",
            PartitionsResumed { .. } => "{0:가} 모든 파티션을 resume 합니다: 워커에게 갈 {1}",
            ExceptionThrown { .. } => "{0:가} {1:를} 받았습니다",
            OffsetOutOfRange { .. } => "{0:가} {1:를} {2}부터 요청했습니다: OFFSET_OUT_OF_RANGE",
            DeserializationFailed { .. } => "{0:가} {1}의 오프셋 {2}에서 RecordDeserializationException을 받았습니다",
            RecordSkipped { .. } => "{0:가} {1}의 오프셋 {2}에 있는 레코드를 포기하고 그 뒤로 seek 합니다",
            CoordinatorUnknown => "{0:가} 코디네이터를 더는 알지 못해 찾기 시작했습니다",
            MemberStateChanged { .. } => "{0}: {1} -> {2}",
            EpochReached { .. } => "{0:가} 에포크 {1}에 도달했습니다",
            MembershipLost { error } if error.forbids_joining() => "{0:가} 그룹에 받아들여지지 않았습니다: {1}",
            MembershipLost { .. } => "{0:가} 더는 멤버가 아님을 알게 되었습니다: {1}",
            PollIntervalExceeded { .. } => "{0:가} {1}초부터 poll을 부르지 않았습니다(max.poll.interval.ms)",
        }
        Group {
            // A group that did not exist is Dead for the state machine; nothing died.
            GroupStateChanged { from: GroupState::Dead, .. } => "{0:가} 생성되었습니다: {2}",
            GroupStateChanged { .. } => "{0}: {1} -> {2}",
            MemberIdHandedOut { .. } => "{0}: {1:가} 받은 멤버 id는 {2}입니다. 이 id로 다시 합류해야 합니다",
            PendingMemberExpired { .. } => "{0}: {1:가} 받은 멤버 id로 돌아오지 않았습니다",
            PendingMemberRemoved { .. } => "{0}: {1:는} 받은 멤버 id로 돌아오지 않습니다({2})",
            MemberAdded { instance: None, .. } => "{0:가} {1}에 합류했습니다",
            MemberAdded { .. } => "{0:가} 정적 멤버 {2:로} {1}에 합류했습니다",
            MemberRemoved { .. } => "{0:가} {1}에서 제거되었습니다({2})",
            StaticMemberReplaced { .. } => "{0}: 정적 멤버 {1}의 자리를 {3:가} 차지하고 {2:는} 밀려났습니다",
            RebalanceStarted { .. } => "{0:가} 리밸런스를 시작했습니다: {1}",
            StaticMemberAbsent { .. } => "{0}: 정적 멤버 {1:가} 다시 합류하지 않았지만 자리는 유지합니다",
            JoinPhaseExtended { .. } => "{0:가} 합류할 멤버를 {1} 더 기다립니다(group.initial.rebalance.delay.ms)",
            GenerationStarted { .. } => "{0}: 멤버 {2}개{3}{4:로} 세대 {1:가} 시작되었습니다",
            ProtocolsDiffer { .. } => "{0:와} {1}에 공통된 할당자가 없습니다: {1:는} {2}; {3}",
            LeaderElected { .. } => "{0}: 이제 리더는 {1}입니다",
            AssignmentStored { .. } => "{0}의 파티션이 할당되었습니다: {1}{2}",
            ConsumerGroupBegan => "{0:가} consumer group(KIP-848)으로 시작되었습니다",
            GroupUpgraded { .. } => "{0:가} 클래식 멤버 {1}개를 안은 채 consumer group이 되었습니다",
            GroupDowngraded { .. } => "{0:가} 세대 {1}의 클래식 그룹이 되었습니다",
            ConsumerGroupStateChanged { .. } => "{0}: {1} -> {2}",
            GroupEpochRaised { reason: EpochReason::MemberJoined { .. }, .. } => {
                "{0}: {2:가} 합류하여 그룹 에포크가 {1:로} 올랐습니다"
            },
            GroupEpochRaised { reason: EpochReason::SubscriptionChanged { .. }, .. } => {
                "{0}: {2:가} 구독을 바꾸어 그룹 에포크가 {1:로} 올랐습니다"
            },
            GroupEpochRaised { reason: EpochReason::TopicsChanged, .. } => {
                "{0}: 토픽이 바뀌어 그룹 에포크가 {1:로} 올랐습니다"
            },
            GroupEpochRaised { reason: EpochReason::MemberGone { .. }, .. } => {
                "{0}: {2:가} 빠져서 그룹 에포크가 {1:로} 올랐습니다"
            },
            TargetComputed { targets, .. } if targets.is_empty() => "{0}: 에포크 {1}의 목표 할당({2})이 비어 있습니다",
            TargetComputed { .. } => "{0}: 에포크 {1}의 목표 할당({2}): {3}",
            RevocationAsked { .. } => "{0}: {1:는} {2:를} {3} 안에 내놓으라는 지시를 받았습니다",
            RevocationAcknowledged { .. } => "{0}: {1:가} {2:를} 내놓았습니다",
            MemberAdvanced { given, waits_for, .. } if given.is_empty() && waits_for.is_empty() => {
                "{0}: {1:가} 에포크 {2}에 도달했습니다"
            },
            MemberAdvanced { waits_for, .. } if waits_for.is_empty() => {
                "{0}: {1:가} 에포크 {2}에 도달하여 {3:를} 받았습니다"
            },
            MemberAdvanced { given, .. } if given.is_empty() => {
                "{0}: {1:가} 에포크 {2}에 도달했고, 다른 멤버가 아직 가진 {4:를} 기다립니다"
            },
            MemberAdvanced { .. } => {
                "{0}: {1:가} 에포크 {2}에 도달하여 {3:를} 받았고, 다른 멤버가 아직 가진 {4:를} 기다립니다"
            },
            StaticMemberAway { .. } => "{0}: 정적 멤버 {1:가} 자리를 비웠고, 파티션은 다음 프로세스를 위해 그대로 둡니다",
            HeartbeatRefused { .. } => "{0:가} {1}의 하트비트(에포크 {2})를 거절했습니다: {3}",
            OffsetCommitted { .. } => "{0:가} {2}의 커밋을 저장했습니다: {1}",
            OffsetCommitRefused { .. } => "{0:가} {1}의 커밋을 거절했습니다: {2}",
            OffsetCommitLost { .. } => "{0:가} {2}의 커밋({1})을 저장하지 않습니다: {4}{3}",
            OffsetsExpired { .. } => "{0}: {1}의 커밋된 오프셋이 만료되었습니다(offsets.retention.minutes)",
            OffsetsDeleted { .. } => "{0}: {1}의 커밋된 오프셋이 삭제되었습니다",
            GroupDeleted => "{0:가} 삭제되었습니다",
        }
        Broker {
            RecordsDeleted { .. } => "{0:가} 이제 {1}에서 시작합니다: 레코드 {2}개가 삭제되었습니다({3})",
        }
    }
}
