//! Every key of Kafka's consumer configuration that changes nothing here, and why it does not.
//!
//! Mirrors the names in `ConsumerConfig`, `CommonClientConfigs`, `SslConfigs` and `SaslConfigs` of Apache Kafka 4.4.
//! Together with the consumer's part of [`crate::kafka::property::PROPERTIES`] these are all keys there are: any other
//! is unknown to Kafka, too.

/// Why a key has no effect here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsimulated {
    /// How brokers are found and connections are kept: the simulated network has them already.
    Connection,
    /// Encryption and identity. Their values are never looked at.
    Security,
    /// What records hold and how they are read: records here have a key, a time and a size.
    Records,
    /// What transactions have not committed yet.
    Transactions,
    /// Metrics and plugins.
    Plugins,
    /// Topics that make themselves.
    Topics,
    /// Kafka's own topics.
    InternalTopics,
    /// The group a consumer is in is said when it is started.
    Group,
    /// Whether a consumer that closes leaves is said when it is closed.
    Leaving,
    /// Share groups (KIP-932).
    ShareGroups,
    /// The protocol that is simulated.
    ClassicProtocol,
    /// The new protocol of KIP-848, which is not modelled yet.
    NewProtocol,
}

impl Unsimulated {
    /// The reason in a sentence: English, Korean.
    pub const fn why(self) -> (&'static str, &'static str) {
        match self {
            Unsimulated::Connection => (
                "Connections are simulated as always being there, unless they are cut.",
                "연결은 끊지 않는 한 언제나 살아 있는 것으로 시뮬레이션합니다.",
            ),
            Unsimulated::Security => (
                "Encryption and identity change nothing here; the value was not looked at and is not kept.",
                "암호화와 인증은 여기서 아무 영향이 없습니다. 값은 읽지도 저장하지도 않습니다.",
            ),
            Unsimulated::Records => (
                "Records here have a key, a time and a size, and no content.",
                "여기의 레코드에는 키, 시각, 크기만 있고 내용은 없습니다.",
            ),
            Unsimulated::Transactions => (
                "There are no transactions here: both isolation levels would read the same.",
                "여기에는 트랜잭션이 없어서 어느 격리 수준이든 같은 레코드를 읽습니다.",
            ),
            Unsimulated::Plugins => {
                ("Metrics and plugins are not simulated.", "메트릭과 플러그인은 시뮬레이션하지 않습니다.")
            }
            Unsimulated::Topics => ("Topics are created by command only.", "토픽은 명령으로만 만들어집니다."),
            Unsimulated::InternalTopics => (
                "No internal topic is there for a pattern to match.",
                "패턴에 걸릴 내부 토픽이 여기에는 없습니다.",
            ),
            Unsimulated::Group => {
                ("The group is chosen where the consumer is started.", "그룹은 컨슈머를 시작할 때 정합니다.")
            }
            Unsimulated::Leaving => (
                "Closing without leaving is `close NAME leave=no` here.",
                "그룹을 떠나지 않고 닫는 것은 여기서 `close NAME leave=no`입니다.",
            ),
            Unsimulated::ShareGroups => (
                "Share groups (KIP-932) are not simulated; this is about consumer groups.",
                "공유 그룹(KIP-932)은 시뮬레이션하지 않습니다. 여기서는 컨슈머 그룹을 다룹니다.",
            ),
            Unsimulated::ClassicProtocol => (
                "The classic group protocol is what is simulated.",
                "시뮬레이션하는 것이 바로 classic 그룹 프로토콜입니다.",
            ),
            Unsimulated::NewProtocol => (
                "The new group protocol (KIP-848) is not modelled yet; this simulates the classic protocol.",
                "새 그룹 프로토콜(KIP-848)은 아직 모델링하지 않았습니다. 여기서는 classic 프로토콜을 시뮬레이션합니다.",
            ),
        }
    }
}

use Unsimulated::{
    ClassicProtocol, Connection, Group, InternalTopics, Leaving, NewProtocol, Plugins, Records, Security,
    ShareGroups, Topics, Transactions,
};

/// The keys. A key that ends in a dot stands for all that begin with it.
pub const KNOWN_KEYS: &[(&str, Unsimulated)] = &[
    ("bootstrap.resolve.timeout.ms", Connection),
    ("bootstrap.servers", Connection),
    ("client.dns.lookup", Connection),
    ("connections.max.idle.ms", Connection),
    ("metadata.recovery.rebootstrap.trigger.ms", Connection),
    ("metadata.recovery.strategy", Connection),
    ("reconnect.backoff.max.ms", Connection),
    ("reconnect.backoff.ms", Connection),
    ("socket.connection.setup.timeout.max.ms", Connection),
    ("socket.connection.setup.timeout.ms", Connection),
    ("group.id", Group),
    ("group.protocol", NewProtocol),
    ("group.remote.assignor", NewProtocol),
    ("share.acknowledgement.mode", ShareGroups),
    ("share.acquire.mode", ShareGroups),
    ("check.crcs", Records),
    ("isolation.level", Transactions),
    ("key.deserializer", Records),
    ("value.deserializer", Records),
    ("internal.throw.on.fetch.stable.offset.unsupported", Transactions),
    ("allow.auto.create.topics", Topics),
    ("exclude.internal.topics", InternalTopics),
    ("auto.include.jmx.reporter", Plugins),
    ("config.providers", Plugins),
    ("config.providers.", Plugins),
    ("enable.metrics.push", Plugins),
    ("interceptor.classes", Plugins),
    ("internal.leave.group.on.close", Leaving),
    ("metric.reporters", Plugins),
    ("metrics.num.samples", Plugins),
    ("metrics.recording.level", Plugins),
    ("metrics.sample.window.ms", Plugins),
    ("sasl.client.callback.handler.class", Security),
    ("sasl.jaas.config", Security),
    ("sasl.kerberos.kinit.cmd", Security),
    ("sasl.kerberos.min.time.before.relogin", Security),
    ("sasl.kerberos.service.name", Security),
    ("sasl.kerberos.ticket.renew.jitter", Security),
    ("sasl.kerberos.ticket.renew.window.factor", Security),
    ("sasl.login.callback.handler.class", Security),
    ("sasl.login.class", Security),
    ("sasl.login.connect.timeout.ms", Security),
    ("sasl.login.read.timeout.ms", Security),
    ("sasl.login.refresh.buffer.seconds", Security),
    ("sasl.login.refresh.min.period.seconds", Security),
    ("sasl.login.refresh.window.factor", Security),
    ("sasl.login.refresh.window.jitter", Security),
    ("sasl.login.retry.backoff.max.ms", Security),
    ("sasl.login.retry.backoff.ms", Security),
    ("sasl.mechanism", Security),
    ("sasl.oauthbearer.assertion.algorithm", Security),
    ("sasl.oauthbearer.assertion.claim.aud", Security),
    ("sasl.oauthbearer.assertion.claim.exp.seconds", Security),
    ("sasl.oauthbearer.assertion.claim.iss", Security),
    ("sasl.oauthbearer.assertion.claim.jti.include", Security),
    ("sasl.oauthbearer.assertion.claim.nbf.seconds", Security),
    ("sasl.oauthbearer.assertion.claim.sub", Security),
    ("sasl.oauthbearer.assertion.file", Security),
    ("sasl.oauthbearer.assertion.private.key.file", Security),
    ("sasl.oauthbearer.assertion.private.key.passphrase", Security),
    ("sasl.oauthbearer.assertion.template.file", Security),
    ("sasl.oauthbearer.client.credentials.client.id", Security),
    ("sasl.oauthbearer.client.credentials.client.secret", Security),
    ("sasl.oauthbearer.clock.skew.seconds", Security),
    ("sasl.oauthbearer.expected.audience", Security),
    ("sasl.oauthbearer.expected.issuer", Security),
    ("sasl.oauthbearer.header.urlencode", Security),
    ("sasl.oauthbearer.jwks.endpoint.refresh.ms", Security),
    ("sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms", Security),
    ("sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", Security),
    ("sasl.oauthbearer.jwks.endpoint.url", Security),
    ("sasl.oauthbearer.jwt.retriever.class", Security),
    ("sasl.oauthbearer.jwt.validator.class", Security),
    ("sasl.oauthbearer.scope", Security),
    ("sasl.oauthbearer.scope.claim.name", Security),
    ("sasl.oauthbearer.sub.claim.name", Security),
    ("sasl.oauthbearer.token.endpoint.url", Security),
    ("security.protocol", Security),
    ("security.providers", Security),
    ("ssl.cipher.suites", Security),
    ("ssl.enabled.protocols", Security),
    ("ssl.endpoint.identification.algorithm", Security),
    ("ssl.engine.factory.class", Security),
    ("ssl.key.password", Security),
    ("ssl.keymanager.algorithm", Security),
    ("ssl.keystore.certificate.chain", Security),
    ("ssl.keystore.key", Security),
    ("ssl.keystore.location", Security),
    ("ssl.keystore.password", Security),
    ("ssl.keystore.type", Security),
    ("ssl.protocol", Security),
    ("ssl.provider", Security),
    ("ssl.secure.random.implementation", Security),
    ("ssl.trustmanager.algorithm", Security),
    ("ssl.truststore.certificates", Security),
    ("ssl.truststore.location", Security),
    ("ssl.truststore.password", Security),
    ("ssl.truststore.type", Security),
];

/// Why `key` has no effect here, if it is one of Kafka's.
pub fn unsimulated(key: &str) -> Option<Unsimulated> {
    let fits = |known: &str| known == key || (known.ends_with('.') && key.starts_with(known));
    KNOWN_KEYS.iter().find(|(known, _)| fits(known)).map(|(_, why)| *why)
}

/// The same where the value is known, too: one group protocol is simulated and the other is not.
pub fn unsimulated_as(key: &str, value: &str) -> Option<Unsimulated> {
    // Kafka reads it in capitals or not (`CaseInsensitiveValidString`).
    let classic = key == "group.protocol" && value.trim().eq_ignore_ascii_case("classic");
    if classic { Some(ClassicProtocol) } else { unsimulated(key) }
}

/// What only a producer of Kafka 4.4 has, with its default.
pub const PRODUCER_KEYS: &[(&str, &str)] = &[
    ("acks", "all"),
    ("batch.size", "16384"),
    ("buffer.memory", "33554432"),
    ("compression.gzip.level", "-1"),
    ("compression.lz4.level", "9"),
    ("compression.type", "none"),
    ("compression.zstd.level", "3"),
    ("delivery.timeout.ms", "120000"),
    ("enable.idempotence", "true"),
    ("key.serializer", ""),
    ("linger.ms", "5"),
    ("max.block.ms", "60000"),
    ("max.in.flight.requests.per.connection", "5"),
    ("max.request.size", "1048576"),
    ("metadata.max.idle.ms", "300000"),
    ("partitioner.adaptive.partitioning.enable", "true"),
    ("partitioner.availability.timeout.ms", "0"),
    ("partitioner.class", ""),
    ("partitioner.ignore.keys", "false"),
    ("retries", "2147483647"),
    ("transaction.timeout.ms", "60000"),
    ("transaction.two.phase.commit.enable", "false"),
    ("transactional.id", ""),
    ("value.serializer", ""),
];

/// What is to be said of a producer's key: English, Korean. The simulated producers have their own few knobs.
pub fn of_a_producer(key: &str) -> Option<(String, String)> {
    let (_, default) = PRODUCER_KEYS.iter().find(|(known, _)| *known == key)?;
    let (en, ko) = match *default {
        "" => (String::new(), String::new()),
        default => (format!(" (Kafka's default: {default})"), format!("(Kafka 기본값: {default})")),
    };
    Some((
        format!("It is a producer's setting{en} and changes nothing about a consumer."),
        format!("프로듀서의 설정이며{ko} 컨슈머에는 영향이 없습니다."),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kafka::property::{PROPERTIES, Scope};

    #[test]
    fn no_key_is_both_simulated_and_not() {
        let simulated = PROPERTIES.iter().filter(|property| property.scope() == Scope::Consumer);
        for property in simulated {
            assert_eq!(unsimulated(property.name), None, "{}", property.name);
        }
    }

    #[test]
    fn prefixes_stand_for_what_begins_with_them() {
        assert_eq!(unsimulated("config.providers.vault.class"), Some(Plugins));
        assert_eq!(unsimulated("sasl.jaas.config"), Some(Security));
        assert_eq!(unsimulated("sasl.jaas"), None);
    }

    #[test]
    fn a_group_protocol_is_simulated_or_not() {
        assert_eq!(unsimulated_as("group.protocol", "CLASSIC"), Some(ClassicProtocol));
        assert_eq!(unsimulated_as("group.protocol", "consumer"), Some(NewProtocol));
        assert_eq!(unsimulated_as("group.id", "classic"), Some(Group));
    }
}
