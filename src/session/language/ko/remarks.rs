//! What is to be said of pasted settings.

use crate::session::language::ko::properties::property;
use crate::session::properties_text::foreign::Origin;
use crate::session::properties_text::remark::{
    KeyRemark, Preferred, Remark, TakenRemark, TextRemark, ValueRemark,
};

pub fn remark(remark: &Remark) -> &'static str {
    match remark {
        Remark::Property(error) => property(error),
        Remark::Key(remark) => key(remark),
        Remark::Taken(remark) => taken(remark),
        Remark::Text(remark) => text(remark),
        Remark::Value(remark) => value(remark),
    }
}

#[rustfmt::skip]
fn key(remark: &KeyRemark) -> &'static str {
    match remark {
        KeyRemark::Unsimulated(_) | KeyRemark::OfProducer(_) | KeyRemark::Ignored(_) => "{0}",
        KeyRemark::OfBrokers => "컨슈머가 아니라 브로커의 설정입니다. cluster 줄에 씁니다.",
        KeyRemark::NoSuchKey(Some(_)) => "Kafka 컨슈머에 없는 설정입니다. 혹시 `{0}`인가요?",
        KeyRemark::NoSuchKey(None) =>
            "Kafka 컨슈머에 없는 설정입니다. 애플리케이션의 설정이거나 잘못 적은 이름입니다.",
        KeyRemark::NotRepeated { nearest: Some(_), .. } =>
            "Kafka 컨슈머에 없는 설정입니다. 적힌 내용은 표시하지도 저장하지도 않습니다. 혹시 `{0}`인가요?",
        KeyRemark::NotRepeated { goes_on: true, .. } =>
            "Kafka 컨슈머에 없는 설정입니다. 적힌 내용은 표시하지도 저장하지도 않습니다. 여러 줄에 걸친 값은 마지막 줄을 뺀 모든 \
             줄이 역슬래시로 끝나야 합니다.",
        KeyRemark::NotRepeated { .. } =>
            "Kafka 컨슈머에 없는 설정입니다. 적힌 내용은 표시하지도 저장하지도 않습니다.",
        KeyRemark::JavaCode => "Java 코드는 읽지 않습니다. max.poll.records=50처럼 키=값으로 쓰세요.",
        KeyRemark::Code => "프로그램의 호출은 읽지 않습니다. max.poll.records=50처럼 키=값으로 쓰세요.",
        KeyRemark::NoValue => "값이 없어 Kafka 기본값을 씁니다.",
        KeyRemark::Computed => "프로그램이 계산하는 값입니다. 시뮬레이션하려면 값을 직접 쓰세요.",
        KeyRemark::Placeholder => "다른 곳에서 채우는 자리 표시자입니다. 시뮬레이션하려면 값을 직접 쓰세요.",
        KeyRemark::MayHoldMore =>
            "값에 `=`, `:` 또는 빈칸이 있습니다. 줄바꿈이 빠졌을 수 있고, 뒤에 이어지는 것이 비밀일 수 있습니다. 값은 \
             표시하지도 저장하지도 않습니다. 이런 글자가 없으면 시뮬레이션합니다.",
        KeyRemark::OwnAssignor =>
            "애플리케이션이 만든 할당자이며 시뮬레이션하지 않습니다. Kafka 기본값을 씁니다.",
    }
}

#[rustfmt::skip]
fn taken(remark: &TakenRemark) -> &'static str {
    match remark {
        TakenRemark::ReadAs { .. } => "{0:`를} {1:로} 읽습니다.",
        TakenRemark::NameOf { .. } => "{0:`는} {1}에서 {2:를} 부르는 이름이어서 그렇게 읽습니다.",
        TakenRemark::SpringReads { .. } =>
            "Spring은 {1:를} spring.kafka.consumer.properties 아래에서 읽습니다. {0:`를} 그 설정으로 읽습니다.",
        TakenRemark::NamesOf(_) =>
            "여기의 이름은 {0}의 것입니다. 시뮬레이션하는 것은 Java 클라이언트입니다. 정하지 않은 것은 Java 클라이언트의 \
             기본값이고, 다른 클라이언트의 기본값과는 다릅니다.",
        TakenRemark::OffsetWord { zookeeper: true, .. } =>
            "auto.offset.reset={0:는} 오래된 ZooKeeper 컨슈머와 librdkafka에서 {1:를} 뜻하는 말이어서 그렇게 읽습니다. \
             Java는 받지 않습니다.",
        TakenRemark::OffsetWord { .. } =>
            "auto.offset.reset={0:는} librdkafka에서 {1:를} 뜻하는 말이어서 그렇게 읽습니다. Java는 받지 않습니다.",
        TakenRemark::PlaceholderDefault(_) => "{0} 값으로 자리 표시자의 기본값을 씁니다.",
        TakenRemark::InWords(_) =>
            "partition.assignment.strategy 값을 낱말로 적었는데 Java는 이를 받지 않습니다. Java에서는 {0}입니다.",
    }
}

/// Whose names these are.
pub fn whose(origin: Origin) -> &'static str {
    match origin {
        Origin::Librdkafka => "librdkafka",
        Origin::Both => "librdkafka와 0.9 이전의 Kafka",
        Origin::Python => "kafka-python",
        Origin::JavaScript => "KafkaJS",
        Origin::ZooKeeper => "오래된 ZooKeeper 컨슈머",
        Origin::Registry | Origin::Around => "다른 소프트웨어",
    }
}

#[rustfmt::skip]
fn text(remark: &TextRemark) -> &'static str {
    match remark {
        TextRemark::TooLarge(_) => "텍스트가 {0}바이트입니다. consumer.properties는 {1}바이트까지 읽습니다.",
        TextRemark::NothingUnderstood =>
            "이 텍스트에는 설정으로 읽을 수 있는 내용이 없습니다. max.poll.records=50처럼 한 줄에 하나씩 쓰세요.",
        TextRemark::NothingCommits =>
            "enable.auto.commit=false이면 애플리케이션이 커밋하는데, 어떻게 커밋하는지는 설정에 없습니다. commit=sync처럼 \
             애플리케이션이 하는 방식을 더하세요. 그러지 않으면 여기서는 아무것도 커밋되지 않습니다.",
        TextRemark::MalformedEscape =>
            "`\\u` 뒤에는 16진수 네 자리가 와야 합니다. 아니면 Java가 텍스트 전체를 거부합니다. 역슬래시는 `\\\\`로 씁니다.",
        TextRemark::Continued { .. } =>
            "{1}번째 줄 끝의 역슬래시 때문에 {0} 값이 {2}번째 줄로 이어집니다. {2}번째 줄이 별도의 설정이면 역슬래시를 \
             지우세요. 적힌 내용은 표시하지 않습니다.",
        TextRemark::Swallowed { inside, more, .. } => swallowed(inside.is_empty(), *more > 0),
        TextRemark::SetAgain { count: 1, .. } => "{0} 설정이 {1}에도 있습니다. {2}.",
        TextRemark::SetAgain { .. } => "{0} 설정이 {3}번 나옵니다. {1}에도 있습니다. {2}.",
        TextRemark::SecondTime { .. } =>
            "`{0}` 설정이 다시 나옵니다. 처음 나온 곳은 {1}번째 줄입니다. Java에서처럼 마지막 값이 유효합니다.",
        TextRemark::ManyTimes { .. } =>
            "`{0}` 설정이 {1}번 나옵니다({2}). Java에서처럼 마지막 값이 유효합니다.",
    }
}

/// `nameless`: the value that the setting is a part of must not be named.
#[rustfmt::skip]
fn swallowed(nameless: bool, more: bool) -> &'static str {
    match (nameless, more) {
        (true, false) =>
            "{2}번째 줄 끝의 역슬래시 때문에 {3}번째 줄이 앞 값의 일부가 되어 `{1}` 설정을 읽지 않습니다. 별도의 설정이면 \
             역슬래시를 지우세요.",
        (true, true) =>
            "{2}번째 줄 끝의 역슬래시 때문에 {3}번째 줄이 앞 값의 일부가 되어 `{1}` 설정을 읽지 않습니다. 별도의 설정이면 \
             역슬래시를 지우세요. 그 아래 {4}개도 마찬가지입니다.",
        (false, false) =>
            "{2}번째 줄 끝의 역슬래시 때문에 {3}번째 줄이 {0} 값의 일부가 되어 `{1}` 설정을 읽지 않습니다. 별도의 설정이면 \
             역슬래시를 지우세요.",
        (false, true) =>
            "{2}번째 줄 끝의 역슬래시 때문에 {3}번째 줄이 {0} 값의 일부가 되어 `{1}` 설정을 읽지 않습니다. 별도의 설정이면 \
             역슬래시를 지우세요. 그 아래 {4}개도 마찬가지입니다.",
    }
}

pub fn preferred(why: Preferred) -> &'static str {
    match why {
        Preferred::OfItsChannel => "채널마다 컨슈머가 따로 있습니다. 여기에서는 마지막 값이 유효합니다",
        Preferred::Closer => "컨슈머에 더 가까운 설정이 유효합니다",
        Preferred::Last => "Java에서처럼 마지막 값이 유효합니다",
    }
}

#[rustfmt::skip]
fn value(remark: &ValueRemark) -> &'static str {
    match remark {
        ValueRemark::LineBreak { inside: Some(_), .. } =>
            "{0} 값에 줄바꿈이 빠졌습니다. 값 가운데에 {1:`가} 있습니다. 적힌 내용은 표시하지 않습니다.",
        ValueRemark::LineBreak { .. } =>
            "{0} 값에 줄바꿈이 빠졌습니다. 값 가운데에 다른 설정이 있습니다. 적힌 내용은 표시하지 않습니다.",
        ValueRemark::ControlCharacter(_) => "{0} 값에 제어 문자가 있습니다. 지우세요.",
        ValueRemark::Unfit { .. } =>
            "{0} 값은 {1}이어야 합니다. 적힌 값({2}자, 표시하지 않음)은 맞지 않습니다.",
        ValueRemark::NoClass { .. } =>
            "partition.assignment.strategy에는 클래스 이름을 쓰는데, Java에는 클래스 {0:`가} 없습니다. {1:를} 쓰세요.",
        ValueRemark::UnknownAssignor { class: Some(_), nearest: Some(_) } =>
            "partition.assignment.strategy에는 클래스 이름을 쓰는데, Java에는 클래스 {0:`가} 없습니다. 혹시 {1}인가요?",
        ValueRemark::UnknownAssignor { class: Some(_), nearest: None } =>
            "partition.assignment.strategy에는 클래스 이름을 쓰는데, Java에는 클래스 {0:`가} 없습니다. Kafka의 클래스: \
             {1}.",
        ValueRemark::UnknownAssignor { class: None, nearest: Some(_) } =>
            "partition.assignment.strategy에는 클래스 이름을 쓰는데, 그런 이름의 클래스가 Java에 없습니다. 혹시 \
             {1}인가요?",
        ValueRemark::UnknownAssignor { class: None, nearest: None } =>
            "partition.assignment.strategy에는 클래스 이름을 쓰는데, 그런 이름의 클래스가 Java에 없습니다. Kafka의 클래스: \
             {1}.",
        ValueRemark::NeedsAssignor =>
            "partition.assignment.strategy에는 할당자가 하나는 있어야 합니다. 예: {0}.",
        ValueRemark::NoDuration { text: Some(_), .. } =>
            "Spring에서 {0} 값은 5s, 500ms, PT5S 같은 기간이어야 합니다(지금 값: `{1}`).",
        ValueRemark::NoDuration { .. } =>
            "Spring에서 {0} 값은 5s, 500ms, PT5S 같은 기간이어야 하는데, 적힌 값은 기간이 아닙니다.",
        ValueRemark::NoSize { text: Some(_), .. } =>
            "Spring에서 {0} 값은 1MB, 512KB, 1024 같은 크기여야 합니다(지금 값: `{1}`).",
        ValueRemark::NoSize { .. } =>
            "Spring에서 {0} 값은 1MB, 512KB, 1024 같은 크기여야 하는데, 적힌 값은 크기가 아닙니다.",
    }
}
