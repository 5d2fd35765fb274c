//! What is wrong with a script.

use crate::session::language::ko::properties::property;
use crate::session::language::ko::refusals::refusal;
use crate::session::language::mistake::{Outcome, Placed};
use crate::session::mistake::{
    Countable, ExpectMistake, LineMistake, Mistake, NameMistake, ScenarioMistake, SettingMistake,
    TextMistake, Unmet, ValueMistake, WhyMistake,
};
use crate::session::nearest::Hint;

pub fn placed(_: &Placed) -> &'static str {
    "{0}번째 줄 {1}번째 글자: {2}"
}

#[rustfmt::skip]
pub fn mistake(mistake: &Mistake) -> &'static str {
    match mistake {
        Mistake::Text(wrong) => text(wrong),
        Mistake::Line(wrong) => line(wrong),
        Mistake::Value { wrong, .. } => value(wrong),
        Mistake::Name { wrong, .. } => name(*wrong),
        Mistake::Scenario(wrong) => scenario(wrong),
        Mistake::Expect(wrong) => expect(wrong),
        Mistake::Endless(_) =>
            "여기서 너무 많은 일이 일어나 실행이 끝나지 않습니다({0}초까지 왔습니다). 0에 가까운 주기, 타임아웃, 지연이나 너무 높은 \
             속도가 있는지 살펴보세요. 아니면 실행을 더 일찍 끝내세요.",
        Mistake::NotReached { .. } => "{1} 안에 `until={0}`에 이르지 못했습니다: {2}.",
        Mistake::Command(error) => refusal(error),
        Mistake::Property(error) => property(error),
        Mistake::Why(wrong) => why(wrong),
    }
}

fn why(wrong: &WhyMistake) -> &'static str {
    match wrong {
        WhyMistake::SeveralLines => "질문은 한 번에 하나만, 한 줄로 적으세요.",
        WhyMistake::OffsetWithoutPartition(_) => {
            "`offset`은 orders-2 같은 파티션에만 쓰는데 {0:`는} 파티션이 아닙니다."
        }
        WhyMistake::SeveralGroups { .. } => {
            "{0:`를} 읽는 그룹이 여럿입니다({1}). group=으로 어느 그룹인지 적으세요."
        }
        WhyMistake::Unknown { .. } => "컨슈머, 파티션, 그룹 가운데 {0:`가} 없습니다.{1}",
        WhyMistake::NotWritten { .. } => {
            "{0}에는 아직 레코드 {1:가} 없습니다. 다음에 기록될 레코드는 {2}입니다."
        }
        WhyMistake::NeverRebalanced(_) => "{0:는} 아직 리밸런스한 적이 없습니다.",
    }
}

pub fn hint(hint: &Hint) -> &'static str {
    match hint {
        Hint::None => "",
        Hint::Nearest(_) => " `{0}`인가요?",
        Hint::Known { more: 0, .. } => " 있는 것: {0}.",
        Hint::Known { .. } => " 있는 것: {0}, 그 밖에 {1}개.",
        Hint::Documented => " 쓸 수 있는 설정은 docs/sessions.md에 있습니다.",
    }
}

#[rustfmt::skip]
fn text(mistake: &TextMistake) -> &'static str {
    match mistake {
        TextMistake::TooLarge(_) =>
            "파일이 {0}바이트입니다. 세션 파일은 {1}바이트까지입니다. 세션 파일이 맞나요?",
        TextMistake::NotText { .. } =>
            "텍스트 파일이 아닙니다. {0}번째 바이트({1})는 UTF-8 텍스트에 없는 바이트입니다. 세션은 일반 텍스트입니다. .session \
             파일을 여세요.",
        TextMistake::QuoteWithoutKey => "따옴표 앞에는 en=\"...\"처럼 키가 있어야 합니다.",
        TextMistake::OperatorWithoutKey(_) => "`{0}` 앞에는 키가 있어야 합니다.",
        TextMistake::AfterQuote => "닫는 따옴표에서 값이 끝납니다. 뒤에 빈칸을 두거나, 값 안에서는 \\\"로 쓰세요.",
        TextMistake::Backslash => "따옴표 안에서 역슬래시는 \"나 다른 역슬래시 앞에만 올 수 있습니다.",
        TextMistake::OpenQuote => "따옴표가 닫히지 않았습니다. 같은 줄에서 \"로 닫으세요.",
    }
}

#[rustfmt::skip]
fn line(mistake: &LineMistake) -> &'static str {
    match mistake {
        LineMistake::UnknownVerb { .. } => "{0:`는} 명령이 아닙니다.{1}",
        LineMistake::NoPlace { .. } => "{0:`는} 여기에 쓸 수 없습니다. 이렇게 쓰세요: `{1}`.",
        LineMistake::NamedTwice(_) => "{0:`가} 두 번 나옵니다. 한 번만 쓰세요.",
        LineMistake::NotEqual { .. } => "여기서는 `{0}{1}` 대신 `{0}=`로 써야 합니다.",
        LineMistake::ListedTwice { .. } => "{0}에 {1:`가} 두 번 나옵니다. 한 번만 쓰세요.",
        LineMistake::SetTwice(_) => "이 줄에 {0:`가} 두 번 나옵니다. 하나만 남기세요.",
        LineMistake::NoSetting { keyword, key } => setting(&SettingMistake::of(*keyword, key)),
        LineMistake::Missing { .. } => "`{0}`에는 {1:가} 필요합니다. 이렇게 쓰세요: `{2}`.",
        LineMistake::StrategyTwice =>
            "`strategy`는 partition.assignment.strategy의 줄임말입니다. 둘 중 하나만 쓰세요.",
        LineMistake::NoPartition(_) => "{0:`는} 파티션이 아닙니다. orders-0처럼 토픽과 번호를 쓰세요.",
        LineMistake::NoPartitionFirst(_) =>
            "{0:`는} 파티션이 아닙니다. 토픽과 0부터 세는 번호를 orders-0처럼 쓰세요.",
        LineMistake::TwoDestinations => "`to`와 `to_time`이 가리키는 곳이 둘입니다. 하나만 남기세요.",
        LineMistake::NoDestination =>
            "이 줄에는 갈 곳이 있어야 합니다. to=(오프셋이나 정해진 낱말) 또는 to_time=12s를 쓰세요.",
        LineMistake::NotOneLine => "여기에는 `kill c1`처럼 명령 하나로 된 한 줄을 써야 합니다.",
        LineMistake::DoesNothing => "이 줄은 클러스터에 아무 일도 하지 않습니다. 세션 파일에 쓰는 줄입니다.",
    }
}

#[rustfmt::skip]
fn setting(mistake: &SettingMistake) -> &'static str {
    match mistake {
        SettingMistake::BrokerProperty(_) => "{0:`는} 브로커 설정입니다. `cluster` 줄에 쓰세요.",
        SettingMistake::GroupProperty(_) =>
            "{0:`는} 브로커에서 그룹 하나에 정하는 설정입니다. `group` 줄에 쓰세요.",
        SettingMistake::ConsumerProperty(_) =>
            "{0:`는} 컨슈머 설정입니다. `group`, `consumers`, `restart` 줄에 쓰세요.",
        SettingMistake::NoEffect { .. } => "{0:`는} Kafka의 설정이지만 여기서는 아무 영향이 없습니다. 빼세요. {1}",
        SettingMistake::OfProducer(_) => "{0:`는} 여기서 아무 영향이 없습니다. 빼세요. {1}",
        SettingMistake::UnknownKey { .. } => "`{0}`에는 {1:`를} 쓸 수 없습니다.{2}",
    }
}

#[rustfmt::skip]
fn value(mistake: &ValueMistake) -> &'static str {
    match mistake {
        ValueMistake::NotAmong { .. } => "{0} 값은 다음 중 하나여야 합니다: {2}(지금 값: `{1}`).{3}",
        ValueMistake::OutOfRange { max: Some(_), .. } =>
            "{0} 값은 {2}에서 {3} 사이의 정수여야 합니다(지금 값: {1}).",
        ValueMistake::OutOfRange { max: None, .. } => "{0} 값은 {2} 이상의 정수여야 합니다(지금 값: {1}).",
        ValueMistake::NoNumber { max: Some(_), .. } =>
            "{0} 값은 {2}에서 {3} 사이의 정수여야 하는데, {1:`는} 정수가 아닙니다.",
        ValueMistake::NoNumber { max: None, .. } =>
            "{0} 값은 {2} 이상의 정수여야 하는데, {1:`는} 정수가 아닙니다.",
        ValueMistake::NoOffset { .. } =>
            "{0} 값은 오프셋이거나 다음 중 하나여야 합니다: {2}(지금 값: `{1}`).{3}",
        ValueMistake::OffsetTooFar => "{0} 값으로 쓸 수 있는 오프셋은 {2}까지입니다(지금 값: {1}).",
        ValueMistake::NoOffsets =>
            "{0} 값은 orders-0:120처럼 파티션과 오프셋이어야 합니다(지금 값: `{1}`).",
        ValueMistake::PartitionTwice => "{0}에 {1:가} 두 번 나옵니다. 한 번만 쓰세요.",
        ValueMistake::OnlyDots =>
            "{0}에는 ASCII 영문자, 숫자, `.`, `_`, `-`로 된 {2}자까지의 이름을 씁니다. `{1}`만으로는 이름이 되지 않습니다.",
        ValueMistake::NoName =>
            "{0}에는 ASCII 영문자, 숫자, `.`, `_`, `-`로 된 {2}자까지의 이름을 씁니다(지금 값: `{1}`).",
        ValueMistake::NoUnit => "{0} 값에는 단위가 필요합니다. {1}s, {1}ms, {1}us, {1}min처럼 쓰세요.",
        ValueMistake::TooLong => "{0} 값은 가상 시간으로 24시간까지입니다(지금 값: {1}).",
        ValueMistake::NoSpan => "{0} 값은 6s, 250ms, 12.480s 같은 시간이어야 합니다(지금 값: `{1}`).",
        ValueMistake::TooFast => "{0} 값은 초당 레코드 {2}개까지입니다(지금 값: {1}).",
        ValueMistake::NoRate =>
            "{0} 값은 40/s나 0.5/s 같은 초당 레코드 수여야 합니다(소수점 아래 세 자리까지, 지금 값: `{1}`).",
        ValueMistake::NoKeyModel(_) => "{1:`는} 키를 정하는 방식이 아닙니다.{2}",
        ValueMistake::PatternSize => "{0} 값은 orders-.* 같은 1000자까지의 패턴이어야 합니다.",
        ValueMistake::NoPattern(_) => "{0} 값은 정규식이어야 하는데, {1:`는} 정규식이 아닙니다: “{2}”.",
    }
}

#[rustfmt::skip]
fn name(mistake: NameMistake) -> &'static str {
    match mistake {
        NameMistake::NoTopic => "토픽 {0:`는} 여기에 아직 없습니다.{1}",
        NameMistake::NoTopicInFile => "토픽 {0:`는} 이 파일에 없습니다.{1}",
        NameMistake::TopicExists =>
            "토픽 {0:`는} 이미 있습니다. 파티션을 늘리려면: add-partitions {0} total=N.",
        NameMistake::NoGroup => "그룹 {0:`는} 여기에 아직 없습니다. `group {0}` 줄로 정하세요.{1}",
        NameMistake::GroupTwice => "그룹 {0:`는} 이미 줄이 있습니다. 하나만 남기세요.",
        NameMistake::Taken =>
            "이름 {0:`는} 이미 쓰고 있습니다. 다시 시작하려면 `restart {0}`를 쓰고, 아니면 다른 이름을 고르세요.",
        NameMistake::NoConsumer => "컨슈머 {0:`는} 여기에 아직 없습니다.{1}",
        NameMistake::NoProducer => "프로듀서 {0:`는} 여기에 아직 없습니다.{1}",
        NameMistake::NotConsumer => "{0:`는} 컨슈머가 아닙니다.",
        NameMistake::NotProducer => "{0:`는} 프로듀서가 아닙니다.",
        NameMistake::NoPartition =>
            "파티션 {0:`는} 여기에 아직 없습니다. 토픽과 0부터 세는 번호를 orders-0처럼 쓰세요.",
        NameMistake::NoMark => "mark {0:`는} 아직 없습니다.{1}",
        NameMistake::MarkExists => "mark {0:`는} 이미 있습니다. 다른 이름을 고르세요.",
    }
}

#[rustfmt::skip]
fn scenario(mistake: &ScenarioMistake) -> &'static str {
    match mistake {
        ScenarioMistake::GivenTwice => "이 줄은 한 번만 쓸 수 있습니다. 하나만 남기세요.",
        ScenarioMistake::TooLate =>
            "클러스터는 무언가를 만들기 전에 정해야 합니다. 이 줄을 맨 위로 옮기세요.",
        ScenarioMistake::Racks { .. } =>
            "racks에는 rack이 {0}개 있고 brokers는 {1}입니다. 브로커마다 rack을 하나씩 쓰세요.",
        ScenarioMistake::Latency =>
            "latency는 {0} 이상이어야 합니다. 지연이 없으면 요청이 시간이 흐르지 않는 채로 끝없이 오갑니다.",
        ScenarioMistake::SubscribesToNothing =>
            "`subscribe`에는 topics=a,b나 pattern=orders-.* 또는 subscription_pattern=orders-.*가 필요합니다.",
        ScenarioMistake::TopicsAndPattern =>
            "Kafka는 토픽 목록이나 패턴 가운데 하나만 받습니다. 하나만 남기세요.",
        ScenarioMistake::PatternNeedsConsumerProtocol =>
            "SubscriptionPattern은 group.protocol=consumer에서만 쓸 수 있습니다. classic 프로토콜에서는 Java 컨슈머가 \
             UnsupportedOperationException을 던집니다. group.protocol=consumer를 지정하거나, 컨슈머가 직접 찾는 \
             pattern=...을 쓰세요.",
        ScenarioMistake::PatternNeedsKafka40 =>
            "recorded Kafka(2024년 10월)의 컨슈머는 SubscriptionPattern을 구독할 수 없습니다. pattern=...을 쓰거나 \
             kafka=4.0 이상으로 실행하세요.",
        ScenarioMistake::SubscribesAndAssigns =>
            "컨슈머는 구독하거나 파티션을 직접 assign합니다. 하나만 남기세요.",
        ScenarioMistake::NoGroup =>
            "여기서 `consumers`에는 group=NAME이 필요합니다. assign=orders-0,...이 있을 때만 뺄 수 있습니다.",
        ScenarioMistake::NoTopics =>
            "읽을 토픽이 아직 없습니다. `topic NAME partitions=N`으로 하나 만드세요.",
        ScenarioMistake::NoEnd => "`run`에는 for=6s, to=12.480s, until=stable 가운데 하나가 필요합니다.",
        ScenarioMistake::Alone { .. } => "`{0}=`는 `{1}` 없이는 아무 뜻이 없습니다.",
        ScenarioMistake::LonelyOption => "option은 `ask` 줄 바로 아래에 써야 합니다.",
        ScenarioMistake::LonelyPrediction => "predict는 `ask` 줄 아래에 써야 합니다.",
        ScenarioMistake::PredictsTwice => "질문 하나에는 `predict` 줄이 하나만 있어야 합니다. 나머지는 다른 질문으로 물으세요.",
        ScenarioMistake::NeverAnswered =>
            "이 질문의 예측은 `answer` 줄에서 실제와 비교합니다. 다음 질문 앞에 answer 줄을 쓰세요.",
        ScenarioMistake::PredictsOtherwise { .. } => "`predict {0}`에는 {1} 가운데 하나를 써야 합니다.",
        ScenarioMistake::PredictsOfNothing { .. } => "`predict {0}`에는 partition=TOPIC-NUMBER가 필요합니다.",
        ScenarioMistake::Question { .. } =>
            "질문에는 option이 둘 이상이고 그중 하나가 right=yes이거나, predict 줄이 있어야 합니다. 이 질문에는 option이 \
             {0}개, right=yes가 {1}개 있습니다.",
        ScenarioMistake::TooMany { .. } =>
            "이 줄까지 하면 {1:가} {0}개입니다. 세션 하나에 {2}개까지이니 줄이세요.",
        ScenarioMistake::TooLong => "세션은 가상 시간으로 24시간까지입니다. 더 일찍 끝내세요.",
        ScenarioMistake::GoesBack(_) =>
            "이미 {0}초이고, 시간은 되돌아가지 않습니다. 더 나중의 시각을 쓰세요.",
    }
}

pub fn countable(what: Countable) -> &'static str {
    match what {
        Countable::Statements => "줄",
        Countable::Consumers => "컨슈머",
        Countable::Producers => "프로듀서",
        Countable::Partitions => "파티션",
    }
}

#[rustfmt::skip]
fn expect(mistake: &ExpectMistake) -> &'static str {
    match mistake {
        ExpectMistake::Nothing(_) => "`{0}`에는 duplicates=0이나 lag<=5처럼 확인할 수치가 필요합니다.",
        ExpectMistake::SeveralFilters =>
            "한 줄에서는 그룹, 파티션, 컨슈머 가운데 하나만 확인할 수 있습니다. 줄을 나누세요.",
        ExpectMistake::NoMeasure { .. } => "{0:`는} 확인할 수 있는 수치가 아닙니다.{1}",
        ExpectMistake::WrongFilter { .. } => "`{0}`에는 {1:가} 필요합니다(지금: {2}).",
        ExpectMistake::ElapsedSinceWhen => "`elapsed`에는 since=MARK가 필요합니다.",
        ExpectMistake::NoDifference(_) => "{0:`는} 지금까지의 모든 레코드에 대한 값이므로 차이를 구할 수 없습니다.",
        ExpectMistake::NotANumber(_) =>
            "{0:`는} 숫자가 아니므로 같은지(=) 다른지(!=)만 확인할 수 있고 차이를 구할 수 없습니다.",
        ExpectMistake::Never { .. } => "{0} 값은 {1:`가} 될 수 없습니다.{2}",
        ExpectMistake::PartitionOfSeveral { .. } =>
            "파티션 {0:`를} 여러 그룹({1})이 읽습니다. 어느 그룹인지 group=으로 정하세요.",
        ExpectMistake::MeasureOfSeveral { .. } =>
            "{0:`는} 여러 그룹({1})에 있는 수치입니다. 어느 그룹인지 group=으로 정하세요.",
    }
}

/// Of everything: as it is wanted, and as it is given.
pub const NO_FILTER: [&str; 2] = ["조건 없는 줄", "조건 없음"];

pub fn unmet(unmet: &Unmet) -> &'static str {
    match unmet {
        Unmet::NoGroup => "그룹이 아직 없습니다",
        Unmet::GroupIs(..) | Unmet::ConsumerGroupIs(..) => "{0:가} {1} 상태입니다",
        Unmet::NothingRebalances => "리밸런스하는 그룹이 없습니다",
        Unmet::NoCommit => "받아들여진 커밋이 없습니다",
        Unmet::NobodyRuns => "실행 중인 컨슈머가 없습니다",
        Unmet::StillMember(_) => "{0:가} 실행 중이 아닌데 아직 멤버입니다",
        Unmet::NotSettled(..) => "{0:가} 아직 세대 {1}에 자리 잡지 못했습니다",
        Unmet::HasToJoin(_) => "{0:가} 다시 합류해야 합니다",
        Unmet::NotAssigned(_) => "{0:가} 할당받은 것을 아직 가지고 있지 않습니다",
        Unmet::Unread(_) => "{0:를} 읽는 컨슈머가 없습니다",
        Unmet::Read(_) => "{0:를} 읽는 컨슈머가 있습니다",
    }
}

pub fn outcome(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::AsExpected(_) => "예상대로입니다: {0}.",
        Outcome::Otherwise { .. } => "예상은 {0}인데 실제 값은 {1}입니다.",
        Outcome::Refused { .. } => "예상대로 {0:`가} 거절되었습니다: {1}",
        Outcome::CarriedOut(_) => "{0:`가} 거절될 것으로 예상했지만 실행되었습니다.",
        Outcome::Line { .. } => "{0}번째 줄: {1}",
        Outcome::For(_) => " ({0})",
        Outcome::ForIn { .. } => " ({1}의 {0})",
        Outcome::Since(_) => " ({0} 이후)",
    }
}
