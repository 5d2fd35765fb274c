//! Why a value of one of Kafka's properties is refused.

use crate::kafka::property::{PropertyError, ValueError, Whole};

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
        PropertyError::NeedsWorkers(_) =>
            "commit={0}: 워커가 있어야 합니다. workers=4를 더하거나 다른 방식을 고르세요.",
        PropertyError::NeedsPollThread(_) =>
            "commit={0}: 배치의 레코드를 하나씩 처리합니다. workers를 빼세요.",
        PropertyError::ExternalOutOfOrder =>
            "commit=external: 파티션마다 오프셋 하나를 순서대로 저장합니다. 워커를 쓰려면 order=partition이 필요합니다.",
        PropertyError::DrainWithoutWorkers =>
            "listener=drain: 워커를 기다립니다. workers=4를 더하거나 listener=commit을 고르세요.",
        PropertyError::Racks { .. } =>
            "racks: 브로커는 {1}개인데 랙은 {0}개입니다. 브로커마다 하나씩 적으세요.",
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
