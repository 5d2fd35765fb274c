//! What is said of symptoms and their causes.

use crate::session::language::symptom::{CauseName, SymptomName};

#[rustfmt::skip]
pub fn symptom(name: SymptomName) -> &'static str {
    match name {
        SymptomName::CommitFailed => "커밋이 실패했습니다",
        SymptomName::CameTwice => "레코드가 두 번 처리되었습니다",
        SymptomName::NobodyReads => "아무도 읽지 않는 파티션이 있습니다",
        SymptomName::LagOfOne => "랙이 늘 1입니다",
        SymptomName::RecordsMissing => "빠진 레코드가 있습니다",
        SymptomName::RebalanceAtDeploy => "배포할 때마다 리밸런스가 일어납니다",
        SymptomName::KeepsRebalancing => "하루 종일 리밸런스가 일어납니다",
        SymptomName::OneIdles => "컨슈머 하나가 일을 거의 하지 않습니다",
        SymptomName::StartsOver => "오프셋이 사라져 처음부터 다시 읽습니다",
        SymptomName::NewTopicUnread => "새 토픽이나 새 파티션을 읽지 않습니다",
        SymptomName::HeartbeatsFine => "하트비트는 정상인데 그룹에서 쫓겨났습니다",
        SymptomName::UnknownMember => "브로커가 제 컨슈머를 모릅니다",
        SymptomName::FencedInstance => "인스턴스 둘 중 하나가 바로 멈춥니다",
        SymptomName::ProtocolsDiffer => "업그레이드한 컨슈머가 합류하지 못합니다",
        SymptomName::StuckAtOffset => "컨슈머가 한 오프셋에서 나아가지 못합니다",
        SymptomName::NoOffset => "컨슈머가 첫 poll에서 멈춥니다",
        SymptomName::ResetRefused => "오프셋 재설정이 거절됩니다",
        SymptomName::StandsForSeconds => "몇 초 동안 모든 것이 멈춥니다",
        SymptomName::OffsetGoesBack => "커밋된 오프셋이 뒤로 갑니다",
        SymptomName::TwoThreadsUse => "다른 스레드에서 부르면 컨슈머가 예외를 던집니다",
        SymptomName::CoordinatorLost => "그룹 코디네이터가 사라졌습니다",
        SymptomName::ArrivesLate => "바쁘지 않은데 레코드가 늦게 옵니다",
        SymptomName::CrossesZones => "읽기만 하는데 영역(zone) 사이에 트래픽이 생깁니다",
    }
}

#[rustfmt::skip]
pub fn meaning(name: SymptomName) -> &'static str {
    match name {
        SymptomName::CommitFailed => "코디네이터는 현재 세대의 멤버가 보낸 커밋만 받습니다. 이 컨슈머는 이미 멤버가 아니었습니다.",
        SymptomName::CameTwice => "누군가 이미 처리했지만, 파티션의 소유자가 바뀔 때 그 오프셋이 커밋되어 있지 않았습니다.",
        SymptomName::NobodyReads => "파티션은 그룹의 멤버 하나에 속합니다. 그 멤버가 읽지 않으면 아무도 읽지 않습니다.",
        SymptomName::LagOfOne => "랙은 로그의 끝에서 커밋된 오프셋을 뺀 값이고, 커밋된 오프셋은 다음에 읽을 오프셋입니다.",
        SymptomName::RecordsMissing => "커밋된 오프셋은 그 아래가 모두 끝났다는 뜻입니다. 그 아래는 아무도 다시 보지 않습니다.",
        SymptomName::RebalanceAtDeploy => "그룹에는 나가는 멤버와 들어오는 멤버가 각각 하나의 변화입니다.",
        SymptomName::KeepsRebalancing => "리밸런스에는 매번 이유가 있고, 클라이언트 로그는 다시 합류하는 자리에 그 이유를 적습니다.",
        SymptomName::OneIdles => "나누어 주는 것은 레코드가 아니라 파티션입니다. 한 그룹에서 파티션 하나는 한 컨슈머만 읽습니다.",
        SymptomName::StartsOver => "그룹에 이 파티션의 유효한 오프셋이 없거나, 오프셋이 뒤로 돌려졌습니다.",
        SymptomName::NewTopicUnread => "클라이언트는 토픽과 파티션이 만들어질 때가 아니라 메타데이터를 새로 받을 때 알게 됩니다.",
        SymptomName::HeartbeatsFine => "하트비트는 별도의 스레드가 보냅니다. 애플리케이션이 나아가는지는 다른 시계가 지켜봅니다.",
        SymptomName::UnknownMember => "그룹에서 제거되었거나 처음부터 멤버가 아니었습니다.",
        SymptomName::FencedInstance => "group.instance.id는 한 번에 한 프로세스의 것이며, 가장 나중에 온 프로세스가 가집니다.",
        SymptomName::ProtocolsDiffer => "그룹의 모든 멤버에게는 공통된 할당자가 하나는 있어야 합니다.",
        SymptomName::StuckAtOffset => "넘어가지 못하는 레코드 앞에 위치가 머물러 있습니다.",
        SymptomName::NoOffset => "이 파티션에 커밋된 것이 없고, 컨슈머는 시작할 곳을 스스로 고르지 않도록 설정되어 있습니다.",
        SymptomName::ResetRefused => "그룹에 멤버가 있는 동안에는 멤버만 오프셋을 정할 수 있습니다.",
        SymptomName::StandsForSeconds => "리밸런스는 마지막 멤버가 다시 합류할 때까지 이어집니다.",
        SymptomName::OffsetGoesBack => "브로커는 비교하지 않습니다. 더 낮은 값이라도 마지막 커밋이 남습니다.",
        SymptomName::TwoThreadsUse => "KafkaConsumer에는 잠금이 없고, 한 번에 한 스레드만 쓰는지 확인할 뿐입니다.",
        SymptomName::CoordinatorLost => "코디네이터인 브로커가 죽었거나 재시작 중입니다. 다른 브로커가 그룹의 상태를 그대로 이어받습니다.",
        SymptomName::ArrivesLate => "브로커는 보낼 만큼 모일 때까지 응답을 미룰 수 있습니다.",
        SymptomName::CrossesZones => "따로 정하지 않으면 컨슈머는 어디에 있든 리더에서 읽습니다.",
    }
}

#[rustfmt::skip]
pub fn cause(name: CauseName) -> &'static str {
    match name {
        CauseName::DiedBeforeCommit => "컨슈머가 커밋하기 전에 죽었습니다",
        CauseName::BatchWasLarge => "큰 배치를 거의 다 처리하고 죽었습니다",
        CauseName::NoCommitOnRevoke => "리밸런스로 파티션을 내주었습니다",
        CauseName::SlowHandler => "배치 하나가 poll 사이에 허용된 시간보다 오래 걸립니다",
        CauseName::ZombieWakes => "얼어 있던 컨슈머가 깨어나 계속했습니다",
        CauseName::OffsetsExpired => "그룹이 너무 오래 비어 있었습니다",
        CauseName::AsyncRetried => "지난 commitAsync를 다시 보냈습니다",
        CauseName::SessionRunsOut => "죽은 컨슈머의 세션이 아직 끝나지 않았습니다",
        CauseName::StaticMemberGone => "정적 멤버가 닫히고 돌아오지 않습니다",
        CauseName::NobodyTakesOver => "그룹에 속하지 않은 컨슈머가 죽었습니다",
        CauseName::StandaloneInGroup => "assign()을 쓰는 컨슈머가 멤버가 있는 그룹의 id를 씁니다",
        CauseName::OffsetOfRecord => "애플리케이션이 마지막 레코드의 오프셋을 커밋합니다",
        CauseName::CommitsFirst => "처리하기 전에 커밋합니다",
        CauseName::WorkersBehind => "poll이 돌려준 것을 다른 스레드가 처리합니다",
        CauseName::LatestSkips => "latest가 처음 확인하기 전에 쓰인 것을 건너뜁니다",
        CauseName::RetentionPassed => "읽기 전에 레코드가 삭제되었습니다",
        CauseName::EachRestartCounts => "재시작 한 번은 탈퇴와 합류 두 번입니다",
        CauseName::EagerTakesAll => "eager 할당자가 모두에게서 전부 거두어 갑니다",
        CauseName::MemberHoldsUp => "느린 멤버 하나가 나머지를 붙잡습니다",
        CauseName::FirstJoinWaits => "새 그룹이 멤버를 더 기다립니다",
        CauseName::MoreThanPartitions => "컨슈머가 파티션보다 많습니다",
        CauseName::RangeIsUneven => "range가 토픽마다 첫 컨슈머에 더 줍니다",
        CauseName::AnotherGroup => "다른 group.id로 읽습니다",
        CauseName::PatternWaits => "메타데이터가 오래되었습니다",
        CauseName::TwinStarted => "두 번째 프로세스가 같은 group.instance.id를 씁니다",
        CauseName::NoCommonAssignor => "새 컨슈머와 기존 컨슈머에 공통된 할당자가 없습니다",
        CauseName::PoisonRecord => "역직렬화할 수 없는 레코드가 있습니다",
        CauseName::NoPolicy => "auto.offset.reset이 none입니다",
        CauseName::GroupHasMembers => "그룹이 돌고 있습니다",
        CauseName::SeekWasCommitted => "애플리케이션이 seek을 부른 뒤 커밋했습니다",
        CauseName::FetchWaits => "브로커가 바이트가 더 모이기를 기다립니다",
        CauseName::TwoThreads => "두 스레드가 컨슈머 하나를 씁니다",
        CauseName::CoordinatorMoved => "코디네이터인 브로커가 내려갔습니다",
        CauseName::RackUnknown => "컨슈머가 자기 위치를 알리지 않습니다",
    }
}

#[rustfmt::skip]
pub fn sign(name: CauseName) -> &'static str {
    match name {
        CauseName::DiedBeforeCommit => "로그가 그냥 끊깁니다. 세션 타임아웃이 지나면 코디네이터가 제거하고, 다음 소유자는 마지막 커밋부터 읽습니다.",
        CauseName::BatchWasLarge => "poll 한 번이 돌려준 만큼, 곧 많게는 max.poll.records개가 다시 옵니다.",
        CauseName::NoCommitOnRevoke => "로그에 “Revoke previously assigned partitions”가 있고, 바로 앞에 커밋이 없습니다.",
        CauseName::SlowHandler => {
            "“consumer poll timeout has expired” 다음에 CommitFailedException이 나오고, 같은 배치가 다시 옵니다."
        }
        CauseName::ZombieWakes => "두 클라이언트가 같은 오프셋을 기록합니다. 잠들었던 쪽은 UNKNOWN_MEMBER_ID와 onPartitionsLost를 만납니다.",
        CauseName::OffsetsExpired => "며칠 동안 멤버가 없던 그룹에서 “Found no committed offset”이 나옵니다.",
        CauseName::AsyncRetried => "더 새로운 커밋이 받아들여진 뒤에 commitAsync의 콜백이 예전 오프셋을 다시 보냅니다.",
        CauseName::SessionRunsOut => "kafka-consumer-groups에 CONSUMER-ID가 아직 보입니다. 마지막 하트비트에서 세션 타임아웃이 지나야 사라집니다.",
        CauseName::StaticMemberGone => "GROUP-INSTANCE-ID가 있습니다. 정적 멤버는 닫아도 그룹을 떠나지 않습니다.",
        CauseName::NobodyTakesOver => "오프셋은 커밋되는데 그룹에 멤버가 없습니다. 컨슈머가 assign()을 썼습니다.",
        CauseName::StandaloneInGroup => "로그에 JoinGroup이 없고, 그룹에 멤버가 있는 동안 커밋이 모두 거절됩니다.",
        CauseName::OffsetOfRecord => "쉬는 동안 랙이 1이고, 재시작할 때마다 파티션마다 레코드 하나가 다시 옵니다.",
        CauseName::CommitsFirst => "장애 뒤에 배치의 나머지가 결과에 없는데, 랙은 정상인 그룹과 같습니다.",
        CauseName::WorkersBehind => "자동 커밋에서는 워커를 기다리는 레코드도 다음 poll에서 끝난 것으로 칩니다.",
        CauseName::LatestSkips => "새 파티션이나 새 그룹의 첫 레코드들이 빠집니다. 오류는 기록되지 않습니다.",
        CauseName::RetentionPassed => "“Fetch position … is out of range”가 나오고, 시간으로 잰 랙이 보존 기간보다 길었습니다.",
        CauseName::EachRestartCounts => "재시작하는 인스턴스마다 리밸런스가 두 번쯤 일어납니다.",
        CauseName::EagerTakesAll => "리밸런스 때마다 모든 컨슈머가 파티션 전부를 내주었다고 기록합니다.",
        CauseName::MemberHoldsUp => "나머지는 다시 합류해 기다립니다. 느린 멤버가 배치를 마치고 poll해야 끝납니다.",
        CauseName::FirstJoinWaits => "빈 그룹이 시작할 때만 그렇습니다. 3초를 기다리고, 그사이 합류가 있으면 3초씩 늘어납니다.",
        CauseName::MoreThanPartitions => "파티션보다 많은 만큼의 컨슈머가 쉽니다.",
        CauseName::RangeIsUneven => "그룹이 여러 토픽을 읽고, 더 많이 받는 컨슈머가 늘 같습니다.",
        CauseName::AnotherGroup => "group.id가 새것이거나 잘못 적혔습니다. 이전 그룹의 오프셋은 그대로 있습니다.",
        CauseName::PatternWaits => "몇 분 뒤에는 읽습니다. metadata.max.age.ms의 기본값은 5분입니다.",
        CauseName::TwinStarted => "두 파드, 또는 이전 것과 새것의 id가 같습니다. 먼저 있던 쪽이 끝납니다.",
        CauseName::NoCommonAssignor => "range에서 cooperative-sticky로 한 번에 바꾸었습니다.",
        CauseName::PoisonRecord => "poll할 때마다 같은 오프셋에서 예외가 납니다. 그룹에는 정상 멤버로 보이고 랙만 늘어납니다.",
        CauseName::NoPolicy => "예외에 파티션 이름이 나옵니다. 그룹에 그 파티션의 오프셋이 없습니다.",
        CauseName::GroupHasMembers => "도구가 상태를 Stable이라고 알려 줍니다.",
        CauseName::SeekWasCommitted => "프로그램에 seek이 있고, 다음 커밋이 옮겨 간 위치를 적습니다.",
        CauseName::FetchWaits => "레코드가 적고, 저마다 길게는 fetch.max.wait.ms만큼 늦으며, fetch 요청이 적습니다.",
        CauseName::TwoThreads => "poll, commit, close를 다른 스레드에서 불렀을 때 예외가 납니다.",
        CauseName::CoordinatorMoved => "처리는 계속되고 커밋만 몇 초 동안 실패합니다. 리밸런스는 없습니다.",
        CauseName::RackUnknown => "client.rack이 없거나, 브로커에 replica.selector.class가 없습니다.",
    }
}

#[rustfmt::skip]
pub fn mend(name: CauseName) -> &'static str {
    match name {
        CauseName::DiedBeforeCommit => "더 자주 커밋하고, SIGTERM에 close()하며, 다시 처리해도 괜찮은 작업으로 만듭니다.",
        CauseName::BatchWasLarge => "배치를 작게 합니다. 많아야 배치 하나가 다시 옵니다.",
        CauseName::NoCommitOnRevoke => "onPartitionsRevoked에서 commitSync를 부릅니다.",
        CauseName::SlowHandler => "poll마다 받는 레코드를 줄이거나 두 poll 사이의 시간을 늘립니다.",
        CauseName::ZombieWakes => "세션을 가장 긴 일시 정지보다 길게 하고, onPartitionsLost에서 작업을 멈추며, 다시 처리해도 괜찮게 만듭니다.",
        CauseName::OffsetsExpired => "브로커에서 그룹이 멈추는 가장 긴 시간보다 길게 합니다.",
        CauseName::AsyncRetried => "커밋에 번호를 매겨 가장 새로운 것만 다시 보냅니다.",
        CauseName::SessionRunsOut => "세션이 짧으면 더 빨리 알아차립니다. 깨끗하게 닫으면 바로 알아차립니다.",
        CauseName::StaticMemberGone => "같은 id로 다시 시작하거나, 멤버를 직접 제거하거나, 세션을 줄입니다.",
        CauseName::NobodyTakesOver => "구독해서 그룹에 맡기거나, 프로세스를 직접 지켜봅니다.",
        CauseName::StandaloneInGroup => "자기만의 group.id를 줍니다.",
        CauseName::OffsetOfRecord => "다음 레코드의 오프셋을 커밋합니다.",
        CauseName::CommitsFirst => "처리한 뒤에 커밋합니다.",
        CauseName::WorkersBehind => "자동 커밋을 끄고, 끝나지 않은 첫 레코드까지만 커밋합니다.",
        CauseName::LatestSkips => "늘어날 수 있는 토픽은 earliest로 읽습니다.",
        CauseName::RetentionPassed => "그룹이 뒤처질 수 있는 시간보다 오래 보관합니다. 어디서 이어 갈지는 auto.offset.reset이 정합니다.",
        CauseName::EachRestartCounts => "세션 안에 돌아오는 정적 멤버로 하거나, cooperative로 옮겨 가는 것만 멈추게 합니다.",
        CauseName::EagerTakesAll => "cooperative-sticky: 옮겨 가지 않는 것은 내내 읽습니다.",
        CauseName::MemberHoldsUp => "배치를 작게 합니다. cooperative-sticky에서는 그동안 나머지가 계속 읽습니다.",
        CauseName::FirstJoinWaits => "테스트라면 브로커에서 0으로 합니다.",
        CauseName::MoreThanPartitions => "파티션을 늘리거나 컨슈머를 줄입니다.",
        CauseName::RangeIsUneven => "roundrobin이나 cooperative-sticky는 모든 토픽을 함께 나눕니다.",
        CauseName::AnotherGroup => "이전 id를 다시 쓰거나, 새 그룹을 시작하기 전에 오프셋을 정합니다.",
        CauseName::PatternWaits => "더 자주 새로 받습니다. earliest라면 그동안에도 잃는 것이 없습니다.",
        CauseName::TwinStarted => "인스턴스마다 다른 id를 줍니다. 예: StatefulSet의 번호.",
        CauseName::NoCommonAssignor => "두 차례 재시작합니다. 먼저 목록에 둘 다 넣고, 다음에 새 할당자만 남깁니다.",
        CauseName::PoisonRecord => "예외를 잡아 그 레코드 다음으로 seek하거나, 역직렬화기가 잘못된 값을 그대로 돌려주게 합니다.",
        CauseName::NoPolicy => "시작하기 전에 오프셋을 정하거나 earliest 또는 latest를 고릅니다.",
        CauseName::GroupHasMembers => "컨슈머를 모두 닫고, 재설정한 다음, 다시 시작합니다.",
        CauseName::SeekWasCommitted => "seek이 원래 하는 일입니다. 뒤에 커밋하면 그대로 남습니다.",
        CauseName::FetchWaits => "기본값 1이면 무엇이든 생기는 대로 응답합니다.",
        CauseName::TwoThreads => "스레드마다 컨슈머를 하나씩 둡니다. 다른 스레드에서 불러도 되는 것은 wakeup뿐입니다.",
        CauseName::CoordinatorMoved => "할 일이 없습니다. 커밋은 다시 보내집니다. 코디네이터가 없는 동안에는 세션도 끝나지 않습니다.",
        CauseName::RackUnknown => "컨슈머마다 rack을 적고, 브로커에 selector를 설정합니다.",
    }
}
