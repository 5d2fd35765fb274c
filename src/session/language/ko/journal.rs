//! The sentences of the journal.

use crate::kafka::broker::retention::Retention;
use crate::kafka::fact::{CommitFailure, CommitFault, Fact, GroupState, SentAgain};
use crate::kafka::producer::Rate;
use crate::session::language::journal::each_fact;

each_fact! {
    /// The sentence of a fact.
    pub template: &'static str {
        Fact::TopicCreated { .. } => "토픽 {0:가} 파티션 {1}개로 생성됨",
        Fact::PartitionsAdded { .. } => "토픽 {0}의 파티션이 {1}개로 늘어남",
        Fact::TopicDeleted { .. } => "토픽 {0:가} 모든 레코드와 함께 삭제됨",
        Fact::RetentionChanged { retention: Retention { time: None, bytes: None }, .. } => {
            "토픽 {0:가} 레코드를 기한 없이 보관함"
        },
        Fact::RetentionChanged { .. } => "토픽 {0:가} {1} 기준으로 레코드를 보관함",
        Fact::RecordsDeleted { .. } => "{0:가} 이제 {1}에서 시작함: 레코드 {2}개 삭제됨({3})",
        Fact::RecordPoisoned { .. } => "{0}의 오프셋 {1}에 역직렬화할 수 없는 레코드가 올 예정",
        Fact::BurstAsked { .. } => "{0:가} 레코드 {1}개를 한꺼번에 씀",
        Fact::ProcessStarted { incarnation: 1, .. } => "{0:가} 시작됨",
        Fact::ProcessStarted { .. } => "{0:가} 다시 시작됨",
        Fact::ProcessKilled { processed_uncommitted: 0, .. } => "{0:가} kill 됨",
        Fact::ProcessKilled { .. } => "{0:가} kill 됨: 처리했지만 아직 커밋하지 않은 레코드 {1}개",
        Fact::ProcessFrozen { .. } => "{0:가} 얼어붙음: 두 스레드가 모두 멈춤",
        Fact::ProcessThawed { .. } => "{0:가} 다시 실행됨",
        Fact::HandlerStalled { at_work: false, .. } => "{0:가} 다음 레코드에서 핸들러 안에 막힐 예정",
        Fact::HandlerStalled { heartbeats: true, .. } => "{0:가} 핸들러 안에서 막힘: 하트비트는 계속됨",
        Fact::HandlerStalled { .. } => {
            "{0:가} 핸들러 안에서 막힘: 합류하는 중이라 하트비트를 보내지 않음"
        },
        Fact::HandlerResumed { at_work: false, .. } => "{0:가} 막힐 예정이 취소됨",
        Fact::HandlerResumed { .. } => "{0:가} 핸들러를 계속 실행함",
        Fact::CloseRequested { leave: true, .. } => "{0}에 닫으라고 요청함",
        Fact::CloseRequested { .. } => "{0}에 그룹을 떠나지 말고 닫으라고 요청함",
        Fact::CloseRequestedWith { .. } => "{0}에 {2}{1}닫으라고 요청함",
        Fact::GraceExpired { in_close: true, .. } => "{0:가} {1} 뒤에도 close() 안에 있어 SIGKILL을 받음",
        Fact::GraceExpired { in_hand: 0, .. } => "{0:가} {1} 안에 닫히지 않아 SIGKILL을 받음",
        Fact::GraceExpired { .. } => {
            "{0:가} 레코드 {2}개를 쥔 채 {1} 안에 닫히지 않아 SIGKILL을 받음"
        },
        Fact::ProcessClosed { .. } => "{0:가} 닫힘",
        Fact::ClosedInMidBatch { .. } => "{0:가} 배치 중간에 닫히면서 레코드 {1}개를 버림",
        Fact::WokenUp { .. } => "{0}의 wakeup()이 불림: 다음 poll이나 commitSync가 WakeupException을 던짐",
        Fact::SecondThread { .. } => "두 번째 스레드가 {0:를} 부름",
        Fact::CommitsDisturbed { count: 0, .. } => "{0}의 커밋이 다시 정상으로 됨",
        Fact::CommitsDisturbed { count: 1, fault: CommitFault::Lost, .. } => {
            "{0}의 다음 커밋이 offsets.commit.timeout.ms 안에 복제되지 않을 예정"
        },
        Fact::CommitsDisturbed { fault: CommitFault::Lost, .. } => {
            "{0}의 다음 커밋 {1}개가 offsets.commit.timeout.ms 안에 복제되지 않을 예정"
        },
        Fact::CommitsDisturbed { count: 1, fault: CommitFault::Loading { .. }, .. } => {
            "{0}의 다음 커밋이 아직 읽어 들이는 중인 코디네이터를 만날 예정"
        },
        Fact::CommitsDisturbed { fault: CommitFault::Loading { .. }, .. } => {
            "{0}의 다음 커밋 {1}개가 아직 읽어 들이는 중인 코디네이터를 만날 예정"
        },
        Fact::CoordinatorLost { .. } => {
            "{0:가} 코디네이터를 잃음: NOT_COORDINATOR라는 응답 말고는 받지 못함"
        },
        Fact::CoordinatorTookOver { .. } => {
            "{0}에 새 코디네이터가 생김: __consumer_offsets에서 읽은 상태는 {1}, 세대 {2}, 멤버 {3}개"
        },
        Fact::MemberRemovalAsked { .. } => "관리자가 {0}에서 정적 멤버 {1:를} 제거함",
        Fact::OffsetsReset { .. } => "관리자가 {0}의 오프셋을 {1:로} 리셋함: {2}",
        Fact::DeletionAsked { topic: None, .. } => "관리자가 {0:를} 삭제함",
        Fact::DeletionAsked { .. } => "관리자가 {0}의 {1} 오프셋을 삭제함",
        Fact::CallRequested { .. } => "{0:가} 다음 poll 전에 {1:를} 부를 예정",
        Fact::LinkCut { broker: None, .. } => "{0:가} 모든 브로커와 끊김",
        Fact::LinkCut { .. } => "{0:가} 브로커 {1:와} 끊김",
        Fact::LinkRestored { .. } => "{0:가} 브로커와 다시 이어짐",
        Fact::RateChanged { rate: Rate(0), .. } => "{0:가} 쓰기를 멈춤",
        Fact::RateChanged { .. } => "{0:가} 이제 {1}씩 씀",
        Fact::ProcessingTimeChanged { .. } => "{0:가} 이제 레코드 하나에 {1} 걸림",
        Fact::GroupBounced { .. } => {
            "{0}의 모든 컨슈머가 닫히고 partition.assignment.strategy={1:로} 다시 시작할 예정"
        },

        Fact::RequestSent { .. } => "{0} {1} 보냄",
        Fact::ResponseReceived { error, .. } if error.is_none() => "{0} {1} 응답 받음",
        Fact::ResponseReceived { .. } => "{0} {1} -> {2}",
        Fact::RequestTimedOut { .. } => "{0} {1} 응답 없이 시간 초과(request.timeout.ms)",

        // A group that did not exist is Dead for the state machine; nothing died.
        Fact::GroupStateChanged { from: GroupState::Dead, .. } => "{0:가} 생성됨: {2}",
        Fact::GroupStateChanged { .. } => "{0}: {1} -> {2}",
        Fact::MemberIdHandedOut { .. } => "{0}: {1:가} 받은 멤버 id는 {2}. 이 id로 다시 합류해야 함",
        Fact::PendingMemberExpired { .. } => "{0}: {1:가} 받은 멤버 id로 돌아오지 않음",
        Fact::PendingMemberRemoved { .. } => "{0}: {1:가} 받은 멤버 id로 돌아오지 않을 예정: {2}",
        Fact::MemberAdded { instance: None, .. } => "{0:가} {1}에 합류함",
        Fact::MemberAdded { .. } => "{0:가} 정적 멤버 {2:로} {1}에 합류함",
        Fact::MemberRemoved { .. } => "{0:가} {1}에서 제거됨: {2}",
        Fact::StaticMemberReplaced { .. } => "{0}: 정적 멤버 {1}의 자리를 {3:가} 차지하고 {2:는} 밀려남",
        Fact::RebalanceStarted { .. } => "{0:가} 리밸런스를 시작함: {1}",
        Fact::StaticMemberAbsent { .. } => "{0}: 정적 멤버 {1:가} 다시 합류하지 않았지만 자리는 유지함",
        Fact::JoinPhaseExtended { .. } => {
            "{0:가} 합류할 멤버를 {1} 더 기다림(group.initial.rebalance.delay.ms)"
        },
        Fact::GenerationStarted { .. } => "{0}: 멤버 {2}개로 세대 {1} 시작{3}{4}",
        Fact::ProtocolsDiffer { .. } => "{0:와} {1}에 공통된 할당자가 없음: {1:는} {2}; {3}",
        Fact::LeaderElected { .. } => "{0}: 이제 {1:가} 리더",
        Fact::AssignmentStored { .. } => "{0} 할당: {1}{2}",
        Fact::OffsetCommitted { .. } => "{0:가} {2}의 커밋을 저장함: {1}",
        Fact::OffsetCommitRefused { .. } => "{0:가} {1}의 커밋을 거절함: {2}",
        Fact::OffsetCommitLost { .. } => "{0:가} {2}의 커밋({1})을 저장하지 않음: {4}{3}",
        Fact::OffsetsExpired { .. } => "{0}: {1}의 커밋된 오프셋이 만료됨(offsets.retention.minutes)",
        Fact::OffsetsDeleted { .. } => "{0}: {1}의 커밋된 오프셋이 삭제됨",
        Fact::GroupDeleted { .. } => "{0:가} 삭제됨",

        Fact::SubscriptionChanged { topics, .. } if topics.is_empty() => {
            "{0:가} 패턴을 구독하지만 아는 토픽 가운데 맞는 것이 없음"
        },
        Fact::SubscriptionChanged { .. } => "{0:가} 이제 {1:를} 구독함",
        Fact::Unsubscribed { .. } => "{0:가} 구독을 해지하고 더는 poll하지 않음",
        Fact::TopicIdChanged { .. } => {
            "{0:는} {1:가} 다시 생성된 것을 알게 되지만 위치를 유지함: {2}"
        },
        Fact::TopicsChanged { .. } => "리더 {0:가} 토픽이 바뀐 것을 알게 됨",
        Fact::RejoinNeeded { .. } => "{0:가} 다시 합류해야 함: “{1}”",
        Fact::JoinedGroup { leader: true, .. } => "{0:가} 리더로 세대 {1}에 들어감",
        Fact::JoinedGroup { .. } => "{0:가} 팔로워로 세대 {1}에 들어감",
        Fact::AssignmentComputed { withheld: 0, .. } => {
            "리더 {0:가} 파티션 {2}개를 멤버 {1}개에 나누는 할당을 계산함({3})"
        },
        Fact::AssignmentComputed { .. } => {
            "리더 {0:가} 파티션 {2}개를 멤버 {1}개에 나누는 할당을 계산함({3}, {4}개는 내놓을 때까지 보류)"
        },
        Fact::CallbackStarted { .. } => "{0} {1}({2})",
        Fact::CallbackFinished { .. } => "{0} {1} 반환됨",
        Fact::AssignmentChanged { owned, .. } if owned.is_empty() => "{0:가} 가진 파티션 없음",
        Fact::AssignmentChanged { .. } => "{0:가} 가진 파티션: {1}",
        Fact::PositionSet { .. } => "{0:가} {1:를} {2}부터 읽음({3})",
        Fact::Sought { .. } => "{0:가} {1:를} {2}{3:로} seek 함",
        Fact::PausedByCall { .. } => "{0:가} {1:를} pause 함: poll이 그 레코드를 돌려주지 않음",
        Fact::PauseForgotten { .. } => {
            "{0:가} {1:를} 내놓으면서 pause도 사라짐: 다시 할당되면 pause 상태가 아님"
        },
        Fact::ResumedByCall { .. } => "{0:가} {1:를} resume 함",
        Fact::PollReturned { .. } => "{0} poll이 레코드 {1}개를 돌려줌: {2}",
        Fact::CommitStarted { .. } => "{0:가} 커밋을 시작함({2}): {1}",
        Fact::CommitSucceeded { .. } => "{0:가} 커밋함({2}): {1}",
        Fact::CommitFailed { error, failure: CommitFailure::Answered, .. } if error.is_none() => {
            "{0:가} 커밋하지 못함({1})"
        },
        Fact::CommitFailed { failure: CommitFailure::Answered, .. } => "{0:가} 커밋하지 못함({1}): {2}",
        Fact::CommitFailed { failure: CommitFailure::Disconnected { .. }, .. } => {
            "{0:가} 커밋하지 못함({1}): 응답이 오기 전에 연결이 닫힘. {3}"
        },
        Fact::CommitCallback { exception: None, .. } => "{0}의 커밋 콜백: 커밋됨, {1}",
        Fact::CommitCallback { sent_again: SentAgain::No, .. } => "{0}의 커밋 콜백이 {2:를} 받음: {1}",
        Fact::CommitCallback { sent_again: SentAgain::Yes, .. } => {
            "{0}의 커밋 콜백이 {2:를} 받고 다시 보냄: {1}"
        },
        Fact::CommitCallback { sent_again: SentAgain::NewerWasSent, .. } => {
            "{0}의 커밋 콜백이 {2:를} 받았지만 더 새로운 커밋을 보낸 뒤라 그대로 둠: {1}"
        },
        Fact::PartitionsPaused { .. } => "{0:가} 모든 파티션을 pause 함: 워커에게 갈 {1}",
        Fact::PartitionsResumed { .. } => "{0:가} 모든 파티션을 resume 함: 워커에게 갈 {1}",
        Fact::ExceptionThrown { .. } => "{0:가} {1:를} 받음",
        Fact::OffsetOutOfRange { .. } => "{0:가} {1:를} {2}부터 요청함: OFFSET_OUT_OF_RANGE",
        Fact::DeserializationFailed { .. } => {
            "{0:가} {1}의 오프셋 {2}에서 RecordDeserializationException을 받음"
        },
        Fact::RecordSkipped { .. } => "{0:가} {1}의 오프셋 {2}에 있는 레코드를 포기하고 그 뒤로 seek 함",
        Fact::CoordinatorUnknown { .. } => "{0:가} 코디네이터를 더는 알지 못해 찾기 시작함",
        Fact::MembershipLost { .. } => "{0:가} 더는 멤버가 아님을 알게 됨: {1}",
        Fact::PollIntervalExceeded { .. } => "{0:가} {1}초부터 poll을 부르지 않음(max.poll.interval.ms)",
    }
}
