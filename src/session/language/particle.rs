//! Korean particles by the last sound of the word before them: `c1이`, `c2가`, `orders-0을`, `topic으로`, `poll로`.
//!
//! Digits are read in Korean, and so are the names of Latin letters that stand alone or in capitals. A Latin word is
//! read as Korean spells it: `billing` ends in a consonant, `orders` and `eager` in a vowel. What has no sound, such as
//! a bracket, is passed over.

/// A pair of particles of which the last sound chooses one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Particle {
    /// 이/가
    Subject,
    /// 을/를
    Object,
    /// 은/는
    Topic,
    /// 과/와
    And,
    /// 으로/로
    By,
}

/// How a word ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Vowel,
    /// ㄹ: a consonant, but 로 follows it.
    Rieul,
    Consonant,
}

impl Particle {
    /// The pair that this is the particle after a vowel of.
    pub fn named(after_vowel: &str) -> Option<Particle> {
        match after_vowel {
            "가" => Some(Particle::Subject),
            "를" => Some(Particle::Object),
            "는" => Some(Particle::Topic),
            "와" => Some(Particle::And),
            "로" => Some(Particle::By),
            _ => None,
        }
    }

    /// The one that stands after `word`.
    pub fn after(self, word: &str) -> &'static str {
        let end = end(word);
        let (vowel, consonant) = match self {
            Particle::Subject => ("가", "이"),
            Particle::Object => ("를", "을"),
            Particle::Topic => ("는", "은"),
            Particle::And => ("와", "과"),
            Particle::By if end == End::Rieul => ("로", "로"),
            Particle::By => ("로", "으로"),
        };
        if end == End::Vowel { vowel } else { consonant }
    }
}

fn end(word: &str) -> End {
    let sounds = |c: &char| c.is_ascii_alphanumeric() || ('가'..='힣').contains(c);
    let mut sounds = word.chars().rev().skip_while(|c| !sounds(c));
    let (last, before) = (sounds.next().unwrap_or('a'), sounds.next().unwrap_or(' '));
    match last {
        '가'..='힣' => match (last as u32 - '가' as u32) % 28 {
            0 => End::Vowel,
            8 => End::Rieul,
            _ => End::Consonant,
        },
        // 일, 칠, 팔, and the names of the letters l and r; 영, 삼, 육, and m and n.
        '1' | '7' | '8' => End::Rieul,
        '0' | '3' | '6' => End::Consonant,
        'l' | 'L' => End::Rieul,
        'm' | 'n' | 'M' | 'N' => End::Consonant,
        'R' => End::Rieul,
        'r' if !before.is_ascii_alphabetic() => End::Rieul,
        // A stop right after a vowel closes its syllable: 그룹, 토픽, 커밋; -ing is 잉, -ck is 크 without its vowel.
        'b' | 'c' | 'k' | 'p' | 't' if "aeiou".contains(before) => End::Consonant,
        'g' if before == 'n' => End::Consonant,
        'k' if before == 'c' => End::Consonant,
        _ => End::Vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(particle: Particle, words: &[&str]) -> Vec<String> {
        words.iter().map(|word| format!("{word}{}", particle.after(word))).collect()
    }

    #[test]
    fn digits_are_read_in_korean() {
        let words: Vec<String> = (0..=9).map(|digit| format!("c{digit}")).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let told = ["c0이", "c1이", "c2가", "c3이", "c4가", "c5가", "c6이", "c7이", "c8이", "c9가"];
        assert_eq!(with(Particle::Subject, &words), told);
        let told = ["c0으로", "c1로", "c2로", "c3으로", "c4로", "c5로", "c6으로", "c7로", "c8로", "c9로"];
        assert_eq!(with(Particle::By, &words), told);
        assert_eq!(
            with(Particle::Object, &["orders-0", "orders-2", "10", "1000"]),
            ["orders-0을", "orders-2를", "10을", "1000을"]
        );
    }

    #[test]
    fn letters_that_stand_alone_have_their_korean_names() {
        let words = ["A", "L", "M", "N", "R", "S", "x-r", "l"];
        let told = ["A는", "L은", "M은", "N은", "R은", "S는", "x-r은", "l은"];
        assert_eq!(with(Particle::Topic, &words), told);
        assert_eq!(with(Particle::By, &["L", "R", "M", "A"]), ["L로", "R로", "M으로", "A로"]);
    }

    #[test]
    fn latin_words_are_read_as_korean_spells_them() {
        let words = ["orders", "billing", "eager", "topic", "commit", "group", "plain", "poll()", "payments"];
        let told = [
            "orders가",
            "billing이",
            "eager가",
            "topic이",
            "commit이",
            "group이",
            "plain이",
            "poll()이",
            "payments가",
        ];
        assert_eq!(with(Particle::Subject, &words), told);
        let words = ["test", "work", "batch", "careful", "back", "log", "TIME"];
        let told = ["test와", "work와", "batch와", "careful과", "back과", "log와", "TIME와"];
        assert_eq!(with(Particle::And, &words), told);
    }

    #[test]
    fn hangul_is_read_as_it_is_written() {
        let words = ["주문", "결제", "서울", "로그"];
        assert_eq!(with(Particle::By, &words), ["주문으로", "결제로", "서울로", "로그로"]);
        assert_eq!(with(Particle::Subject, &words), ["주문이", "결제가", "서울이", "로그가"]);
    }

    #[test]
    fn what_has_no_sound_is_passed_over() {
        assert_eq!(
            with(Particle::Object, &["orders-1\u{201d}", "[range]", "", "…"]),
            ["orders-1\u{201d}을", "[range]를", "를", "…를"]
        );
    }
}
