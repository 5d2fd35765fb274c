//! Why a value of one of Kafka's properties is refused.

use crate::kafka::known_keys::Unsimulated;
use crate::kafka::property::{Kind, PropertyError, ValueError, Whole};

#[rustfmt::skip]
pub fn property(error: &PropertyError) -> &'static str {
    match error {
        PropertyError::NotOfConsumers(_) => "`{0}`: groupscope가 아는 컨슈머 설정이 아닙니다.",
        PropertyError::NotOfBrokers(_) => "`{0}`: groupscope가 아는 브로커 설정이 아닙니다.",
        PropertyError::Value { wrong, .. } => value(*wrong),
        PropertyError::NoAssignor(_) => "{0}: 할당자가 하나는 있어야 합니다.",
        PropertyError::AssignorTwice { .. } => "{0}: {1} 할당자가 두 번 나옵니다. 한 번만 쓰세요.",
        PropertyError::Heartbeat { .. } =>
            "heartbeat.interval.ms({0})는 session.timeout.ms({1})보다 작아야 합니다. 보통 3분의 1로 둡니다.",
        PropertyError::ClassicOnly { instead: "", .. } =>
            "{0:는} group.protocol=consumer와 함께 쓸 수 없습니다(ConfigException). 아무 효과가 없으니 빼세요.",
        PropertyError::ClassicOnly { .. } =>
            "{0:는} group.protocol=consumer와 함께 쓸 수 없습니다(ConfigException). 브로커의 {1:가} 대신 정하니 빼세요.",
        PropertyError::ConsumerOnly { .. } =>
            "{0:는} group.protocol=classic과 함께 쓸 수 없습니다(ConfigException). 빼거나 group.protocol=consumer로 바꾸세요.",
        PropertyError::Outside { .. } => "{0}({1})의 값은 최솟값과 최댓값 설정에 따라 {2}에서 {3} 사이여야 합니다.",
        PropertyError::NeedsWorkers(_) =>
            "commit={0}: 워커가 있어야 합니다. workers=4를 더하거나 다른 방식을 고르세요.",
        PropertyError::NeedsPollThread(_) =>
            "commit={0}: 배치의 레코드를 하나씩 처리합니다. workers를 빼세요.",
        PropertyError::ExternalOutOfOrder =>
            "commit=external: 파티션마다 오프셋 하나를 순서대로 저장합니다. 워커를 쓰려면 order=partition이 필요합니다.",
        PropertyError::DrainWithoutWorkers =>
            "listener=drain: 워커를 기다립니다. workers=4를 더하거나 listener=commit을 고르세요.",
        PropertyError::Racks { .. } =>
            "racks: 브로커는 {1}개인데 rack은 {0}개입니다. 브로커마다 하나씩 적으세요.",
        PropertyError::SessionTimeouts { .. } =>
            "group.min.session.timeout.ms({0})는 group.max.session.timeout.ms({1})보다 클 수 없습니다.",
    }
}

#[rustfmt::skip]
fn value(error: ValueError) -> &'static str {
    match error {
        ValueError::NoFlag => "{0} 값은 true 또는 false여야 합니다(지금 값: `{1}`).",
        ValueError::NeedsDuration => "{0}={1}: 기간이 필요합니다. 예: by_duration:PT1H",
        ValueError::NegativeDuration => "{0}={1}: 음수 기간은 쓸 수 없습니다. 부호를 빼세요.",
        ValueError::NoDuration => "{0}={1}: `{2}`: ISO-8601 기간이 아닙니다. 예: PT1H, P1DT12H, PT0.5S",
        ValueError::NoWord => "{0} 값은 다음 중 하나여야 합니다: {2}(지금 값: `{1}`).",
        ValueError::NoInstanceId => "{0} 값은 {2}여야 하고, `.`이나 `..`일 수 없습니다(지금 값: `{1}`).",
        ValueError::NoNumber { .. } | ValueError::OutOfRange { .. } =>
            "{0} 값은 {2}에서 {3} 사이의 {4}여야 합니다(지금 값: `{1}`).",
        ValueError::UnknownAssignor => "{0}: `{1}` 할당자는 없습니다. 쓸 수 있는 할당자: {2}.",
    }
}

/// What a number counts.
pub fn whole(whole: Whole) -> &'static str {
    match whole {
        Whole::Millis => "정수(밀리초)",
        Whole::Minutes => "정수(분)",
        Whole::Number => "정수",
    }
}

/// Why a key of Kafka's changes nothing here.
#[rustfmt::skip]
pub fn unsimulated(why: Unsimulated) -> &'static str {
    match why {
        Unsimulated::Connection => "연결은 끊지 않는 한 언제나 살아 있는 것으로 시뮬레이션합니다.",
        Unsimulated::Security => "암호화와 인증은 여기서 아무 영향이 없습니다. 값은 읽지도 저장하지도 않습니다.",
        Unsimulated::Records => "여기의 레코드에는 키, 시각, 크기만 있고 내용은 없습니다.",
        Unsimulated::Transactions => "여기에는 트랜잭션이 없어서 어느 격리 수준이든 같은 레코드를 읽습니다.",
        Unsimulated::Plugins => "메트릭과 플러그인은 시뮬레이션하지 않습니다.",
        Unsimulated::Topics => "토픽은 명령으로만 만들어집니다.",
        Unsimulated::InternalTopics => "패턴에 걸릴 내부 토픽이 여기에는 없습니다.",
        Unsimulated::Group => "그룹은 컨슈머를 시작할 때 정합니다.",
        Unsimulated::Leaving => "그룹을 떠나지 않고 닫는 것은 여기서 `close NAME leave=no`입니다.",
        Unsimulated::ShareGroups => "공유 그룹(KIP-932)은 시뮬레이션하지 않습니다. 여기서는 컨슈머 그룹을 다룹니다.",
    }
}

/// What a property takes, with its limits or words.
#[rustfmt::skip]
pub fn range(kind: Kind, limited: bool) -> &'static str {
    match (kind, limited) {
        (Kind::Millis { .. }, true) => "밀리초, {0}~{1}",
        (Kind::Millis { .. }, false) => "밀리초, {0} 이상",
        (Kind::Minutes { .. }, true) => "분, {0}~{1}",
        (Kind::Minutes { .. }, false) => "분, {0} 이상",
        (Kind::Int { .. }, true) => "정수, {0}~{1}",
        (Kind::Int { .. }, false) => "정수, {0} 이상",
        (Kind::Bool, _) => "true 또는 false",
        (Kind::Text, _) => "텍스트",
        (Kind::InstanceId, _) => "ASCII 영문자, 숫자, `.`, `_`, `-`로 된 1~{0}자",
        (Kind::OffsetReset(_), _) => "{0}, 또는 {1}PT1H(ISO-8601 기간)",
        (Kind::OneOf(_) | Kind::Protocol(_) | Kind::Assignors, _) => "{0}",
    }
}
