package com.dhanman.operator.postgres.source;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.postgres.sql.CopyFacts;
import com.dhanman.operator.postgres.sql.SourceAnswer;
import com.dhanman.operator.postgres.sql.SourceFacts;
import com.dhanman.operator.postgres.sql.SourceFacts.Checks;
import com.dhanman.operator.postgres.sql.SourceFacts.Inside;
import com.dhanman.operator.postgres.sql.SourceFacts.Slot;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Servers and copies for tests. */
final class Sources {
    static final long MIB = 1024 * 1024;

    private Sources() {}

    static PostgresClusterSpec spec(boolean promote) {
        return Serialization.unmarshal(
                """
                storage: {size: 1Gi}
                bootstrap:
                  standbyOf: {host: 10.8.0.1, user: standby, slot: dhanman, passwordSecret: {name: vps, key: password}, promote: %s}
                """
                        .formatted(promote),
                PostgresClusterSpec.class);
    }

    /** One that can be copied. */
    static Checks good() {
        return new Checks(
                "replica",
                false,
                true,
                Map.of("max_connections", 100, "max_worker_processes", 8),
                "0",
                true,
                Optional.of(Slot.FREE),
                Optional.of(new Inside(List.of(), true)));
    }

    static SourceAnswer told(Checks checks) {
        return told(18, true, 0, Optional.of(checks));
    }

    static SourceAnswer at(long position) {
        return told(18, true, position, Optional.empty());
    }

    static SourceAnswer told(int major, boolean encrypted, long position, Optional<Checks> checks) {
        return new SourceAnswer.Told(
                new SourceFacts(
                        new SourceFacts.Version(major, major + ".1 (Debian)"),
                        encrypted,
                        "7000000000000000001",
                        1,
                        position,
                        checks));
    }

    static CopyFacts copy(boolean streaming, long received, long told) {
        return new CopyFacts(
                true,
                streaming,
                OptionalLong.of(received),
                OptionalLong.of(received),
                OptionalDouble.of(40),
                OptionalLong.of(told));
    }
}
