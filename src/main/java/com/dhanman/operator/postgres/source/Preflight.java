package com.dhanman.operator.postgres.source;

import com.dhanman.operator.api.v1alpha1.PostgresSource;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.sql.SourceAnswer;
import com.dhanman.operator.postgres.sql.SourceAnswer.Failed;
import com.dhanman.operator.postgres.sql.SourceAnswer.Told;
import com.dhanman.operator.postgres.sql.SourceFacts;
import com.dhanman.operator.postgres.sql.SourceFacts.Checks;
import com.dhanman.operator.postgres.sql.SourceFacts.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What has to hold of a server before anything of it is copied. Errors keep everything from being
 * made; each says what to do on the server or in the spec.
 */
public final class Preflight {
    static final String FIELD = "spec.bootstrap.standbyOf";

    private static final int MAJOR = 18;

    /** As PostgreSQL names the address that it saw, in any language. */
    private static final Pattern ADDRESS = Pattern.compile("\"([0-9a-fA-F.:]+)\"");

    private final PostgresSource source;
    private final Map<String, String> parameters;
    private final List<Finding> findings = new ArrayList<>();

    private Preflight(PostgresSource source, Map<String, String> parameters) {
        this.source = source;
        this.parameters = parameters;
    }

    /**
     * Judges what a server answered.
     *
     * @param parameters settings that the copy would run with, by name
     */
    public static List<Finding> of(
            PostgresSource source, SourceAnswer answer, Map<String, String> parameters) {
        Preflight preflight = new Preflight(source, parameters);
        switch (answer) {
            case Failed failed -> preflight.failed(failed);
            case Told told -> preflight.told(told.facts());
        }
        return List.copyOf(preflight.findings);
    }

    private void failed(Failed failed) {
        switch (failed.why()) {
            case STOPPED, UNREACHABLE ->
                    error(
                            "SourceUnreachable",
                            "host",
                            "%s cannot be reached: %s".formatted(address(), failed.text()),
                            "See that PostgreSQL runs there and listens on more than localhost"
                                    + " (listen_addresses = '*' in postgresql.conf, then a restart),"
                                    + " and that firewalls let in all nodes of the cluster. Where the"
                                    + " address is wrong, delete this resource, of which nothing was"
                                    + " made yet, and write it anew");
            case NOT_NOW, ODD ->
                    error(
                            "SourceUnreachable",
                            "host",
                            "%s takes no connection: %s".formatted(address(), failed.text()),
                            "See its log; it is asked again by itself");
            case REFUSED -> refused(failed.text());
            case PASSWORD -> password();
            case NO_REPLICATION ->
                    error(
                            "SourceRole",
                            "user",
                            "the server does not let %s follow it".formatted(source.user()),
                            "On the server: ALTER ROLE %s REPLICATION"
                                    .formatted(quoted(source.user())));
            case NO_SENDERS -> senders();
        }
    }

    private void password() {
        error(
                "SourcePassword",
                "passwordSecret",
                "the server does not accept the password of %s".formatted(source.user()),
                "Set it there: ALTER ROLE %s PASSWORD '...', and write the same into the Secret %s under %s; or make the role: %s"
                        .formatted(
                                quoted(source.user()),
                                source.passwordSecret().name(),
                                source.passwordSecret().key(),
                                makeRole()));
    }

    private void refused(String text) {
        Matcher seen = ADDRESS.matcher(text);
        String from = seen.find() ? seen.group(1) : "";
        error(
                "SourceRefuses",
                "host",
                "no line of the server's pg_hba.conf lets %s follow it%s"
                        .formatted(
                                source.user(), from.isEmpty() ? "" : " from the address " + from),
                "Add one for the addresses of all nodes, such as: host replication %s %s scram-sha-256, and let it be read: SELECT pg_reload_conf()"
                        .formatted(source.user(), from.isEmpty() ? "10.0.0.0/8" : network(from)));
    }

    private void senders() {
        error(
                "SourceSendersTaken",
                "host",
                "the server has too few connections for replication left; a copy takes two",
                "In its postgresql.conf: max_wal_senders = 10 and wal_level = replica, then a"
                        + " restart; or end what else follows it");
    }

    private void told(SourceFacts facts) {
        if (facts.version().major() != MAJOR) {
            error(
                    "SourceVersion",
                    "host",
                    "the server is PostgreSQL %s, and a copy is of the same major version, which is %d here"
                            .formatted(facts.version().text(), MAJOR),
                    "Upgrade the server to %d first (pg_upgrade), or make a new cluster without bootstrap and load a dump"
                            .formatted(MAJOR));
            return;
        }
        facts.checks().ifPresent(this::checks);
        if (!facts.encrypted()) {
            warning(
                    "SourceUnencrypted",
                    "host",
                    "the server has no TLS for it, so that all data crosses the network in the"
                            + " clear",
                    "Set ssl = on there, or lead the connection through a tunnel");
        }
    }

    private void checks(Checks checks) {
        if (checks.inRecovery()) {
            error("SourceIsStandby", "host", "the server is a standby itself", "Name its primary");
        }
        if (checks.walLevel().equals("minimal")) {
            error(
                    "SourceLog",
                    "host",
                    "the server writes too little to be followed (wal_level = minimal)",
                    "In its postgresql.conf: wal_level = replica, then a restart");
        }
        if (!checks.spareSenders()) {
            senders();
        }
        checks.slot().ifPresent(this::slot);
        settings(checks.settings());
        checks.inside().ifPresent(this::inside);
        if (!checks.checksums()) {
            warning(
                    "SourceWithoutChecksums",
                    "host",
                    "the server's data has no checksums, and the copy will have none either: a"
                            + " damaged page goes unnoticed",
                    "While the server is stopped, before it is copied: pg_checksums --enable");
        }
        if (source.slot() == null && checks.walKept().equals("0")) {
            warning(
                    "SourceKeepsNothing",
                    "slot",
                    "the server keeps nothing for a copy that was away for a moment, which then"
                            + " has to begin anew",
                    "Name a slot, or set wal_keep_size = 2GB there");
        }
    }

    private void slot(Slot slot) {
        String make =
                "On the server: SELECT pg_create_physical_replication_slot('%s', true)"
                        .formatted(source.slot());
        String drop =
                "SELECT pg_drop_replication_slot('%s'), then %s"
                        .formatted(source.slot(), make.substring("On the server: ".length()));
        switch (slot) {
            case FREE -> {}
            case UNRESERVED ->
                    warning(
                            "SourceSlotEmpty",
                            "slot",
                            "the slot keeps nothing until it is used for the first time, so that a"
                                    + " large copy may have to begin anew",
                            "On the server: " + drop);
            case MISSING ->
                    error("SourceSlotMissing", "slot", "the server has no slot of that name", make);
            case LOGICAL ->
                    error(
                            "SourceSlotUnfit",
                            "slot",
                            "the slot is a logical one",
                            "Name another. " + make);
            case ACTIVE ->
                    error(
                            "SourceSlotTaken",
                            "slot",
                            "somebody else follows the server by this slot",
                            "Name a slot of its own for this cluster. " + make);
            case LOST ->
                    error(
                            "SourceSlotUnfit",
                            "slot",
                            "the server has given the slot up, or does not let it be used",
                            "On the server: " + drop);
        }
    }

    private void settings(Map<String, Integer> ofServer) {
        String larger =
                ofServer.entrySet().stream()
                        .filter(it -> it.getValue() > here(it.getKey()))
                        .map(it -> it.getKey() + ": " + it.getValue())
                        .sorted()
                        .collect(Collectors.joining(", "));
        if (!larger.isEmpty()) {
            findings.add(
                    Finding.error(
                            "SourceSettings",
                            "spec.parameters",
                            "a copy must not have less of these than the server: " + larger,
                            "Set them so in spec.parameters; after the promotion they may be"
                                    + " lowered"));
        }
    }

    /** What is not said is PostgreSQL's own preset. */
    private int here(String name) {
        String value = parameters.get(name);
        if (value == null) {
            return switch (name) {
                case "max_locks_per_transaction" -> 64;
                case "max_worker_processes" -> 8;
                default -> 0;
            };
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }

    private void inside(SourceFacts.Inside inside) {
        if (!inside.tablespaces().isEmpty()) {
            error(
                    "SourceTablespaces",
                    "host",
                    "the server has tablespaces beside its data, which instances have no place for: "
                            + String.join(", ", inside.tablespaces()),
                    "Move what is in them (ALTER DATABASE ... SET TABLESPACE pg_default) and drop"
                            + " them");
        }
        if (!inside.superuser()) {
            error(
                    "SourceSuperuser",
                    "host",
                    "the server has no superuser postgres that may log in, which instances are run"
                            + " as",
                    "On the server: CREATE ROLE postgres SUPERUSER LOGIN, or ALTER ROLE postgres"
                            + " SUPERUSER LOGIN");
        }
    }

    private void error(String reason, String part, String message, String remedy) {
        findings.add(Finding.error(reason, FIELD + "." + part, message, remedy));
    }

    private void warning(String reason, String part, String message, String remedy) {
        findings.add(Finding.warning(reason, FIELD + "." + part, message, remedy));
    }

    private String makeRole() {
        return "CREATE ROLE %s LOGIN REPLICATION PASSWORD '...'".formatted(quoted(source.user()));
    }

    private String address() {
        return "%s, port %d".formatted(source.host(), source.port() == null ? 5432 : source.port());
    }

    private static String network(String address) {
        return address + (address.contains(":") ? "/128" : "/32");
    }

    private static String quoted(String role) {
        return role.matches("[a-z_][a-z0-9_]*") ? role : '"' + role.replace("\"", "\"\"") + '"';
    }
}
