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
}

use Unsimulated::{
    Connection, Group, InternalTopics, Leaving, Plugins, Records, Security, ShareGroups, Topics, Transactions,
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
}
