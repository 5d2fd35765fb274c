//! Sentences about lines of a pasted text that come to no setting.

use crate::kafka::property::PropertyError;

/// `\u` without four digits.
pub fn malformed_escape() -> PropertyError {
    PropertyError::new(
        "`\\u` stands before four hexadecimal digits, or Java refuses the whole text; a backslash is written `\\\\`.",
        "`\\u` 뒤에는 16진수 네 자리가 와야 합니다. 아니면 Java가 텍스트 전체를 거부합니다. 역슬래시는 `\\\\`로 씁니다.",
    )
}

/// A line that is no setting: what it says may be a part of a secret.
pub fn no_key(nearest: Option<&str>, goes_on: bool) -> PropertyError {
    let (hint_en, hint_ko) = match nearest {
        Some(best) => (format!(" Did you mean `{best}`?"), format!(" 혹시 `{best}`인가요?")),
        None if goes_on => (
            " A value of several lines has a backslash at the end of each of them but the last.".to_owned(),
            " 여러 줄에 걸친 값은 마지막 줄을 뺀 모든 줄이 역슬래시로 끝나야 합니다.".to_owned(),
        ),
        None => Default::default(),
    };
    PropertyError::new(
        format!("Kafka's consumer has no such key; what stands here is neither repeated nor kept.{hint_en}"),
        format!("Kafka 컨슈머에 없는 설정입니다. 적힌 내용은 표시하지도 저장하지도 않습니다.{hint_ko}"),
    )
}

/// A value that goes on in a line that looks like a setting of its own.
pub fn continued(name: &str, line: u32) -> PropertyError {
    let next = line + 1;
    PropertyError::new(
        format!(
            "The backslash at the end of line {line} continues the value of {name} in line {next}. Remove the \
             backslash if line {next} is a setting of its own. What stands there is not repeated."
        ),
        format!(
            "{line}번째 줄 끝의 역슬래시 때문에 {name} 값이 {next}번째 줄로 이어집니다. {next}번째 줄이 별도의 \
             설정이면 역슬래시를 지우세요. 적힌 내용은 표시하지 않습니다."
        ),
    )
}

/// A text without a single setting.
pub fn nothing_understood() -> PropertyError {
    PropertyError::new(
        "Nothing in this text was understood as settings. Write one in each line, such as max.poll.records=50.",
        "이 텍스트에는 설정으로 읽을 수 있는 내용이 없습니다. max.poll.records=50처럼 한 줄에 하나씩 쓰세요.",
    )
}

/// A line of a program in Java.
pub fn java_code() -> PropertyError {
    PropertyError::new(
        "Java code is not read. Write the setting as key=value, such as max.poll.records=50.",
        "Java 코드는 읽지 않습니다. max.poll.records=50처럼 키=값으로 쓰세요.",
    )
}

/// `line 3`, `lines 3 and 5`, `lines 3, 5, 7 and 40 more`.
pub fn lines_en(first: &[u32], count: usize) -> String {
    let numbers: Vec<String> = first.iter().map(ToString::to_string).collect();
    let more = count - first.len();
    match numbers.split_last() {
        Some((last, [])) if more == 0 => format!("line {last}"),
        Some((last, others)) if more == 0 => format!("lines {} and {last}", others.join(", ")),
        _ => format!("lines {} and {more} more", numbers.join(", ")),
    }
}

/// The same in Korean.
pub fn lines_ko(first: &[u32], count: usize) -> String {
    let numbers: Vec<String> = first.iter().map(ToString::to_string).collect();
    let more = count - first.len();
    match more {
        0 => format!("{}번째 줄", numbers.join(", ")),
        more => format!("{}번째 줄 외 {more}곳", numbers.join(", ")),
    }
}

/// A setting that is no setting because the line before it ends in a backslash. `inside`: the key whose value it is a
/// part of, empty if that is not repeated.
pub fn swallowed(inside: &str, key: &str, line: u32, more: usize) -> PropertyError {
    let (of_en, of_ko) = match inside {
        "" => ("the value before it".to_owned(), "앞 값".to_owned()),
        inside => (format!("the value of {inside}"), format!("{inside} 값")),
    };
    let before = line - 1;
    let (more_en, more_ko) = match more {
        0 => Default::default(),
        more => (
            format!(" The same holds for {more} more below it."),
            format!(" 그 아래 {more}개도 마찬가지입니다."),
        ),
    };
    PropertyError::new(
        format!(
            "The backslash at the end of line {before} makes line {line} a part of {of_en}, so `{key}` there is not \
             read. Remove the backslash if it is a setting of its own.{more_en}"
        ),
        format!(
            "{before}번째 줄 끝의 역슬래시 때문에 {line}번째 줄이 {of_ko}의 일부가 되어 `{key}` 설정을 읽지 않습니다. \
             별도의 설정이면 역슬래시를 지우세요.{more_ko}"
        ),
    )
}

/// A line of a program that sets a property by a call.
pub fn code() -> PropertyError {
    PropertyError::new(
        "Calls of a program are not read. Write the setting as key=value, such as max.poll.records=50.",
        "프로그램의 호출은 읽지 않습니다. max.poll.records=50처럼 키=값으로 쓰세요.",
    )
}
