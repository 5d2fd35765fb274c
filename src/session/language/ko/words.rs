//! What each line of a script does.

use crate::session::grammar::Keyword;

#[rustfmt::skip]
pub fn help(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::Title => "시나리오의 제목입니다.",
        Keyword::Seed => "지터와 키를 정하는 난수의 씨앗입니다(없으면 1).",
        Keyword::Cluster => "브로커(`racks=a,b,c`면 브로커마다 rack 하나), 네트워크, 브로커 설정을 정합니다.",
        Keyword::Topic => "토픽을 만듭니다. `retention`으로 정할 것을 이어서 쓸 수 있습니다. 삭제한 토픽을 다시 만들면 0에서 \
            시작하는 다른 토픽입니다.",
        Keyword::Group => "그룹의 이름과 컨슈머 기본값을 정합니다. `strategy`는 partition.assignment.strategy, `rack`은 컨슈머가 \
            있는 곳, `on_poison`은 역직렬화할 수 없는 레코드를 어떻게 하는지(계속 다시 poll, 건너뛰기, 끝내기)입니다.",
        Keyword::Consumers => "컨슈머를 지금 시작합니다. 토픽이 없으면 그룹의 토픽, 그것도 없으면 지금까지의 모든 토픽입니다. pattern은 이름 \
            전체가 맞는 토픽을 다음 메타데이터 갱신 때, subscription_pattern(group.protocol=consumer만)은 코디네이터가 찾은 토픽을 \
            받습니다. `assign=orders-0,orders-1`이면 파티션을 직접 잡고 그룹에 합류하지 않습니다. `group`이 없으면 커밋할 수 없습니다. \
            `inherit=no`는 그룹의 기본값을 쓰지 않습니다.",
        Keyword::Producer => "프로듀서를 시작합니다(없으면 size는 100바이트, keys=round-robin).",
        Keyword::Rate => "프로듀서의 속도를 바꿉니다. 0/s면 멈춥니다.",
        Keyword::Kill => "kill -9: 두 스레드가 아무 말 없이 완전히 멈춥니다.",
        Keyword::Close => "컨슈머가 처리하던 배치를 마치고 닫힙니다. 동적 멤버는 그룹을 떠나고 정적 멤버는 남습니다. \
            `leave=yes`면 정적 멤버도 떠나고 `leave=remain`이면 아무도 떠나지 않습니다(CloseOptions, KIP-1092). `leave=no`면 \
            마지막 자동 커밋 뒤 곧바로 사라져 그룹이 세션 만료를 기다립니다. `grace=30s`면 그때까지 닫히지 않을 때 SIGKILL로 끝냅니다.",
        Keyword::CloseNow => "컨슈머가 배치 중간에 닫힙니다. 배치의 나머지와 워커가 가진 것은 버립니다. 자동 커밋이면 위치는 그래도 \
            커밋됩니다.",
        Keyword::Wakeup => "wakeup(): 다음 poll이나 commitSync가 WakeupException을 던지고 애플리케이션이 컨슈머를 닫습니다.",
        Keyword::SecondThread => "두 번째 스레드가 컨슈머를 부릅니다. ConcurrentModificationException이 나고 애플리케이션이 닫습니다.",
        Keyword::Restart => "kill 되거나 닫히거나 실패한 프로세스를 다시 시작합니다. 설정을 주면 바꿔서 시작하고, `inherit=no`면 \
            Kafka 기본값으로 시작합니다.",
        Keyword::Stall => "애플리케이션 스레드를 핸들러 안에서 막습니다. 하트비트는 계속됩니다.",
        Keyword::Resume => "막힌 핸들러가 계속합니다.",
        Keyword::Freeze => "두 스레드가 모두 멈춥니다(SIGSTOP, 긴 GC 일시 정지).",
        Keyword::Thaw => "얼어붙은 프로세스가 계속 실행됩니다.",
        Keyword::Cut => "프로세스와 모든 브로커 또는 하나(0부터 셈) 사이의 네트워크를 양쪽 다 끊습니다. 가던 것은 TCP처럼 붙잡혀 \
            있다가 이어지면 도착합니다. 그 전에 request.timeout.ms가 연결을 끝낼 수도 있습니다.",
        Keyword::Restore => "끊긴 네트워크를 잇습니다.",
        Keyword::AddPartitions => "토픽의 파티션 수를 `total`로 늘립니다. Kafka는 파티션을 줄이지 않습니다.",
        Keyword::DeleteTopic => "토픽을 레코드, 커밋된 오프셋과 함께 삭제합니다. 클라이언트는 메타데이터로 알게 됩니다.",
        Keyword::Retention => "브로커가 다음 점검(log.retention.check.interval.ms) 때 오래되거나 넘치는 레코드를 지우게 합니다. \
            쓰지 않은 것은 제한이 없습니다.",
        Keyword::DeleteRecords => "파티션에서 이 오프셋 앞의 레코드를 삭제합니다.",
        Keyword::Poison => "이 오프셋에 기록될 레코드, 또는 다음 레코드를 역직렬화할 수 없게 합니다.",
        Keyword::Burst => "프로듀서가 평소 속도와 별도로 이만큼의 레코드를 한꺼번에 쓰게 합니다.",
        Keyword::Processing => "핸들러가 레코드 하나를 처리하는 시간을 바꿉니다.",
        Keyword::Bounce => "그룹의 모든 컨슈머를 닫고 이 전략으로 다시 시작합니다.",
        Keyword::Subscribe => "애플리케이션이 다음 poll 전에 다른 토픽이나 패턴을 구독합니다. 새 프로토콜의 멤버는 다음 정기 하트비트에 알립니다.",
        Keyword::Unsubscribe => "unsubscribe(): 애플리케이션이 자동 커밋 없이 전부 내놓고 그룹을 떠납니다. 다시 구독할 때까지 poll하지 않습니다.",
        Keyword::Seek => "애플리케이션이 다음 poll 전에 이 파티션(없으면 가진 것 전부)을 오프셋, 처음, 끝, 또는 어떤 시각 이후의 첫 \
            레코드(offsetsForTimes, 없으면 끝)로 seek합니다.",
        Keyword::PausePartitions => "pause(): poll이 이 파티션(없으면 가진 것 전부)의 레코드를 돌려주지 않습니다. 계속 가지고는 있습니다.",
        Keyword::ResumePartitions => "resume(): poll이 이 파티션의 레코드를 다시 돌려줍니다.",
        Keyword::Commit => "다음 poll 전의 commitSync()입니다. 위치, 또는 주어진 오프셋을 로그 끝을 넘더라도 커밋합니다.",
        Keyword::ResetOffsets => "관리자가 멤버가 없는 그룹의 오프셋을 리셋합니다. 이 토픽과 파티션, 없으면 오프셋이 있는 전부입니다. 로그 \
            밖의 오프셋은 로그 안의 가장 가까운 오프셋이 됩니다. start=yes이면 그룹이 거기서 시작하고, 지나친 것은 갭이 아니라 시작할 때 \
            건너뛴 것으로 셉니다.",
        Keyword::DeleteGroup => "관리자가 멤버가 없는 그룹을 오프셋과 함께 삭제합니다.",
        Keyword::DeleteOffsets => "관리자가 어느 멤버도 구독하지 않는 토픽의 그룹 오프셋을 삭제합니다.",
        Keyword::Failover => "그룹의 코디네이터가 사라집니다(NOT_COORDINATOR). 잠시 뒤 다른 브로커가 `__consumer_offsets`에서 읽어 맡습니다.",
        Keyword::LoseCommit => "그룹의 다음 커밋(또는 다음 `count`개)이 복제되지 않습니다. offsets.commit.timeout.ms 뒤에 \
            COORDINATOR_NOT_AVAILABLE이 오고 저장되지 않습니다. `count=0`이면 남은 것을 취소합니다.",
        Keyword::FailCommit => "그룹의 다음 커밋(또는 다음 `count`개)이 읽어 들이는 중인 코디네이터를 만납니다. \
            COORDINATOR_LOAD_IN_PROGRESS가 오고(시간을 주면 그 뒤에) 저장되지 않습니다.",
        Keyword::RemoveMember => "관리자가 이 group.instance.id의 정적 멤버를 제거합니다.",
        Keyword::Run => "시간을 흐르게 합니다.",
        Keyword::Mark => "이 순간의 수치를 이름을 붙여 기억합니다.",
        Keyword::Expect => "수치를 확인합니다.",
        Keyword::Say => "여기서부터 설명을 보여 줍니다.",
        Keyword::Ask | Keyword::Option | Keyword::Answer => "질문, 고를 답, 그 설명입니다.",
        Keyword::Predict | Keyword::Task | Keyword::Learned => of_lessons(keyword),
        Keyword::Show | Keyword::Lag => "표를 출력합니다.",
        Keyword::Why => "왜 그런지 설명합니다.",
        Keyword::Tell => "기록을 얼마나 자세히 쓸지 정합니다.",
    }
}

/// 레슨을 이루는 줄입니다.
fn of_lessons(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::Predict => {
            "위의 질문을 스테이지에서 예측하게 합니다. 두 번 처리되거나 사라질 레코드, 옮겨지거나 비는 파티션, 파티션의 소유자, 또는 \
             수치입니다. `answer` 줄까지 실제로 일어난 일과 비교합니다."
        }
        Keyword::Task => {
            "스크립트가 끝나거나 벗어난 뒤에 해 볼 일입니다. 조건이 모두 맞으면 저절로 체크됩니다. 늘어나는 수치는 그때부터 셉니다."
        }
        _ => "스크립트가 끝나면 보여 주는, 남는 한 문장입니다.",
    }
}
