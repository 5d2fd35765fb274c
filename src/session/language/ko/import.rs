//! What is to be said of a pasted output of the tool.

use crate::session::import::mistake::{ImportMistake, Wanted};
use crate::session::import::remark::{ImportRemark, ToldProtocol};

#[rustfmt::skip]
pub fn mistake(mistake: &ImportMistake) -> &'static str {
    match mistake {
        ImportMistake::TooLarge(_) =>
            "텍스트가 {0}바이트입니다. {1}바이트까지만 읽습니다. 그룹 하나의 표만 붙여 넣으세요.",
        ImportMistake::NotText => "텍스트가 아닙니다. UTF-8도 아니고, 바이트 순서 표시가 있는 UTF-16도 아닙니다.",
        ImportMistake::NoTable =>
            "이 텍스트에는 kafka-consumer-groups.sh의 표가 없습니다. `--describe --group NAME`의 출력을 GROUP이나 TOPIC으로 \
             시작하는 줄까지 붙여 넣으세요.",
        ImportMistake::NoTopic =>
            "이 텍스트에는 토픽이 없어 읽을 것이 없습니다. `--describe --group NAME`의 출력도 함께 붙여 넣으세요.",
        ImportMistake::NoColumn { instead: Some(_), .. } =>
            "이 머리글에는 {0} 열이 없습니다. {1:`를} 그 열로 쓴 것 같습니다. 도구가 출력한 대로 쓰세요.",
        ImportMistake::NoColumn { .. } =>
            "이 머리글에는 {0} 열이 없습니다. 도구가 출력한 머리글을 그대로 모두 붙여 넣으세요.",
        ImportMistake::BrokenHeader =>
            "바로 위 머리글이 이 줄로 이어집니다. 터미널이 줄을 나누었습니다. 터미널을 넓히거나 출력을 파일에 쓴 다음 다시 \
             붙여 넣으세요.",
        ImportMistake::ShortRow { .. } =>
            "이 행에는 {1}개 열 가운데 {0}개만 있고, {2} 앞에서 끝납니다. 터미널이 줄을 나눈 것이라면 터미널을 넓히거나 출력을 \
             파일에 쓴 다음 다시 붙여 넣으세요.",
        ImportMistake::LongRow { .. } =>
            "이 행에는 열이 {1}개인데 값이 {0}개 있습니다. 이 행이 출력된 머리글과 함께 붙여 넣으세요.",
        ImportMistake::Value { .. } => "{0} 열에는 {2:가} 와야 하는데 {1:`가} 있습니다. 도구가 출력한 행을 그대로 붙여 넣으세요.",
        ImportMistake::NoGroup(_) =>
            "도구에 따르면 그룹 {0:`는} 없습니다. `--list`로 이름을 찾아 그 그룹의 `--describe` 출력을 붙여 넣으세요.",
        ImportMistake::ToolFailed(_) =>
            "도구가 실패했고 그룹에 대해 출력한 것이 없습니다. `{0}` 성공했을 때의 출력을 붙여 넣으세요.",
        ImportMistake::PartitionTooHigh { .. } =>
            "`{0}`에 {1}번 파티션이 있습니다. 세션의 토픽에는 파티션이 {2}개까지 있고 번호는 0부터입니다. 번호가 더 큰 행은 \
             빼세요.",
        ImportMistake::TooManyPartitions(_) =>
            "이 그룹의 토픽에는 파티션이 {0}개 있습니다. 세션에는 {1}개까지 있습니다. 토픽을 몇 개 빼세요.",
        ImportMistake::TooManyMembers(_) =>
            "이 그룹에는 멤버가 {0}개 있습니다. 세션에는 {1}개까지 있습니다. 행을 몇 개 빼세요.",
        ImportMistake::TopicsCollide { .. } =>
            "메트릭 이름에서는 `.`과 `_`가 같으므로 한 클러스터에 토픽 {0:`와} {1:`가} 함께 있을 수 없습니다. 이름을 출력된 그대로 \
             붙여 넣으세요.",
    }
}

/// What belongs under a column.
pub fn wanted(what: Wanted) -> &'static str {
    match what {
        Wanted::Number => "정수나 `-`",
        Wanted::Topic => "토픽 이름이나 `-`",
        Wanted::Host => "`/10.0.0.1` 같은 주소나 `-`",
        Wanted::Assignment => "`orders:0,1;payments:2`나 `orders(0,1), payments(2)` 같은 목록이나 `-`",
        Wanted::Coordinator => "`broker-0:9092 (0)` 같은 브로커",
        Wanted::State => "Stable이나 Empty 같은 그룹 상태",
        Wanted::Word => "이름",
    }
}

#[rustfmt::skip]
pub fn remark(remark: &ImportRemark) -> &'static str {
    match remark {
        ImportRemark::LinesIgnored { count, first } if *count == first.len() =>
            "어느 표에도 속하지 않아 무시한 줄이 {0}개 있습니다({1}번째).",
        ImportRemark::LinesIgnored { .. } =>
            "어느 표에도 속하지 않아 무시한 줄이 {0}개 있습니다({1}번째 외 {2}개).",
        ImportRemark::ColumnIgnored(_) => "{0} 열은 알지 못하는 열이어서 뺍니다.",
        ImportRemark::PartitionAgain(_) => "{0:가} 여기에 다시 나옵니다. 여기에 있는 것을 씁니다.",
        ImportRemark::GroupMissing(_) => "도구에 따르면 그룹 {0:`는} 없습니다. 이 그룹은 뺍니다.",
        ImportRemark::OneOfSeveral { .. } => "텍스트에 그룹이 여러 개 있습니다. 여기서는 {0:를} 쓰고 {1:는} 뺍니다.",
        ImportRemark::GroupNamed(_) => "텍스트에 그룹 이름이 없습니다. 여기서는 {0:로} 부릅니다.",
        ImportRemark::GroupRenamed { .. } => "그룹 {0:`를} 여기서는 {1:로} 부릅니다. 세션의 이름에는 쓸 수 없는 글자가 있습니다.",
        ImportRemark::InstanceRenamed { .. } =>
            "group.instance.id {0:`를} 여기서는 {1:로} 씁니다. 세션의 이름에는 쓸 수 없는 글자가 있습니다.",
        ImportRemark::ProtocolTold(protocol) => told_protocol(protocol),
        ImportRemark::WasRebalancing =>
            "그룹은 리밸런스 중이었습니다. 파티션의 소유자는 코디네이터가 그때까지 알던 것이어서 지난 것일 수 있습니다.",
        ImportRemark::NoMembers =>
            "텍스트에 멤버가 없습니다. 세션에는 토픽과 오프셋이 있습니다. 컨슈머를 추가하세요.",
        ImportRemark::MembersMissing { .. } =>
            "도구가 센 멤버는 {0}개인데 텍스트에 나오는 멤버는 {1}개입니다. 텍스트에는 파티션이 있는 멤버만 나옵니다. \
             `--describe --members --verbose`는 모두 보여 줍니다.",
        ImportRemark::OwnersUnknown =>
            "어느 파티션을 누가 가졌는지 텍스트에 없습니다. 여기서는 할당자가 정합니다. `--describe`나 `--members --verbose`의 \
             출력에는 있습니다.",
        ImportRemark::AssignorFound(_) =>
            "할당자는 텍스트에 없습니다(`--state`의 출력에 있습니다). {0:가} 멤버마다 가졌던 것을 그대로 줍니다.",
        ImportRemark::AssignorAssumed(_) =>
            "할당자는 텍스트에 없습니다(`--state`의 출력에 있습니다). 멤버마다 가졌던 것을 그대로 주는 할당자는 없고 {0:가} 가장 \
             가깝습니다.",
        ImportRemark::AssignorReplaced { .. } => "할당자 {0:`는} 시뮬레이션하지 않습니다. 대신 {1:를} 씁니다.",
        ImportRemark::OwnTopics =>
            "누가 무엇을 구독하는지 텍스트에 없습니다. 멤버마다 파티션을 가졌던 토픽을 구독합니다.",
        ImportRemark::AllTopics =>
            "누가 무엇을 구독하는지 텍스트에 없습니다. 멤버마다 가졌던 파티션의 토픽이 다르지만, 여기서는 모두가 모든 토픽을 구독합니다.",
        ImportRemark::AssignmentDiffers { .. } =>
            "파티션 {1}개 가운데 {0}개는 소유자가 텍스트와 다릅니다. {2:는} {3}의 것이었는데 여기서는 {4}의 것입니다. 할당자는 \
             그룹의 이력 없이 시작합니다.",
        ImportRemark::Renamed(_) =>
            "여기서는 멤버를 순서대로 c1부터 부릅니다. 클라이언트 id로는 멤버를 구별할 수 없거나, 프로세스 이름으로 쓸 수 \
             없습니다. 누가 누구인지: {0}.",
        ImportRemark::PartitionsAssumed { .. } =>
            "텍스트에는 {0}의 파티션이 {1}개만 나옵니다. 여기서는 나온 번호 가운데 가장 큰 것까지 {2}개입니다.",
        ImportRemark::OffsetsShifted { .. } =>
            "여기서는 한 토픽의 파티션이 모두 같은 오프셋에서 끝나므로 오프셋이 실제와 다릅니다. {0}의 끝은 {1:가} 아니라 \
             {2}입니다. 끝까지의 거리는 그대로입니다.",
        ImportRemark::LagsDivided { .. } =>
            "시뮬레이션하는 레코드를 줄이려고 모든 랙(lag)을 {0:로} 나누어 올림했습니다. {1}의 랙은 {2:가} 아니라 {3}입니다.",
        ImportRemark::BeyondEnd { .. } =>
            "커밋된 오프셋이 로그 끝보다 뒤에 있는 파티션이 {1:를} 비롯해 {0}개 있습니다. 여기서는 로그 끝을 커밋합니다.",
        ImportRemark::DoneBefore =>
            "커밋된 오프셋 앞의 레코드는 이미 처리된 것입니다. 여기서는 처리된 것도 잃은 것도 아닌, 시작할 때 건너뛴 것으로 셉니다.",
        ImportRemark::NotCommitted { .. } =>
            "커밋된 오프셋이 없는 파티션이 {1:를} 비롯해 {0}개 있습니다. 어디서부터 읽을지는 auto.offset.reset이 정합니다(여기서는 \
             latest).",
        ImportRemark::LagUnknown { .. } =>
            "로그 끝을 알 수 없는 파티션이 {1:를} 비롯해 {0}개 있습니다. 여기서는 랙이 0입니다.",
        ImportRemark::SettingsUnknown { .. } =>
            "도구는 설정을 알려 주지 않습니다. max.poll.records를 비롯한 모든 설정은 Kafka 기본값입니다. 레코드 하나를 처리하는 데 \
             1 ms가 걸리고, 오프셋은 자동으로 커밋합니다. 스크립트가 끝나면 토픽마다 레코드를 초당 {0}개 씁니다. 아는 것은 바꾸세요.",
    }
}

#[rustfmt::skip]
fn told_protocol(protocol: &ToldProtocol) -> &'static str {
    match protocol {
        ToldProtocol::Consumer =>
            "멤버들은 새 프로토콜(group.protocol=consumer, KIP-848)을 씁니다. 멤버가 하나씩 합류하는 대로 브로커가 할당하므로 \
             파티션이 원래 가졌던 멤버가 아닌 다른 멤버에게 갈 수 있습니다.",
        ToldProtocol::Mixed(_) =>
            "멤버 {0}개는 아직 클래식 프로토콜을 쓰고(UPGRADED가 false), 나머지는 새 프로토콜(group.protocol=consumer, \
             KIP-848)을 씁니다. 멤버가 하나씩 합류하는 대로 브로커가 할당하므로 파티션이 원래 가졌던 멤버가 아닌 다른 멤버에게 갈 수 있습니다.",
        ToldProtocol::NoneUpgraded =>
            "모든 멤버의 UPGRADED가 false이지만, 새 프로토콜(KIP-848)을 쓰는 멤버가 하나도 없으면 클래식 그룹이어야 합니다. \
             여기서는 모두 group.protocol=consumer를 쓰고, 멤버가 하나씩 합류하는 대로 브로커가 할당합니다.",
    }
}
