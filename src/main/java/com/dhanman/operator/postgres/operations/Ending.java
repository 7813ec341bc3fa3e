package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import com.dhanman.operator.postgres.ClusterNames;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Report;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells by the state of a cluster whether an operation that was begun is done. */
record Ending(Situation situation) {
    /** A switchover takes seconds; one that nothing is seen of after this will not come. */
    private static final Duration LATE = Duration.ofSeconds(60);

    /** Patroni removes the old data first, which takes a while where there is a lot. */
    private static final Duration CLEARING = Duration.ofMinutes(10);

    /** Instead of a time: PostgreSQL did not run. */
    private static final String DOWN = "down";

    private static final String PRIMARY = "primary";
    private static final String TRANSITIONS = "transitions";

    /** How far an operation is, as this process knows it. */
    enum Phase {
        /** It was written down by an earlier process, which may have carried it out or not. */
        INHERITED,
        /** It was written down, and is not carried out yet. */
        ARMED,
        /** Patroni was asked for it. */
        ASKED
    }

    /** What came of an operation. */
    record End(boolean success, String message) {}

    /** How things are before an operation. */
    Map<String, String> before(Request request) {
        ClusterState state = situation.state();
        if (request.kind() == Request.Kind.SWITCHOVER) {
            Map<String, String> before = new TreeMap<>(Widening.note(state, request));
            before.put(PRIMARY, state.lock().holder().orElse(""));
            before.put(TRANSITIONS, Long.toString(state.lock().transitions()));
            return before;
        }
        return situation.wanted().running().stream()
                .filter(it -> request.instance().orElse(it).equals(it))
                .collect(Collectors.toMap(it -> it, this::started, (a, b) -> a, TreeMap::new));
    }

    /** Instances whose PostgreSQL has not been started anew since an operation began. */
    Set<String> left(PostgresOperationStatus entry) {
        Set<String> left = new TreeSet<>();
        Objects.requireNonNullElse(entry.before(), Map.<String, String>of())
                .forEach(
                        (instance, before) -> {
                            if (situation.wanted().runs(instance)
                                    && !isStartedAfter(instance, before)) {
                                left.add(instance);
                            }
                        });
        return left;
    }

    /** What came of an operation; empty while it goes on. */
    Optional<End> of(Request request, PostgresOperationStatus entry, Phase phase) {
        if (situation.wanted().hibernated()) {
            return failed("The cluster was hibernated meanwhile.");
        }
        return switch (request.kind()) {
            case SWITCHOVER -> switchover(request, entry, phase);
            case RESTART -> restart(request, entry);
            case REINITIALIZE -> reinitialize(request, entry, phase);
        };
    }

    private Optional<End> switchover(Request request, PostgresOperationStatus entry, Phase phase) {
        ClusterState state = situation.state();
        String from = entry.before() == null ? "" : entry.before().getOrDefault(PRIMARY, "");
        String transitions =
                entry.before() == null ? "" : entry.before().getOrDefault(TRANSITIONS, "");
        boolean changed =
                state.lock().holder().filter(it -> !it.equals(from)).isPresent()
                        || !Long.toString(state.lock().transitions()).equals(transitions);
        if (changed) {
            return state.servingLeader().map(it -> switched(request, from, it));
        }
        if (state.switchover()) {
            return Optional.empty();
        }
        if (phase == Phase.INHERITED) {
            return interrupted();
        }
        if (!isOlder(entry, LATE)) {
            return Optional.empty();
        }
        return phase == Phase.ARMED
                ? failed(entry.message() + " It was given up after a minute; ask again later.")
                : seeLog("%s did not hand over.", instance(from));
    }

    private static End switched(Request request, String from, Member leader) {
        String to = leader.instance();
        if (leader.name().equals(from)) {
            return new End(false, to + " lost the lead and leads again. See kubectl logs " + from);
        }
        boolean asAsked = request.instance().isEmpty() || request.instance().get().equals(to);
        return new End(
                asAsked,
                asAsked
                        ? "%s took over from %s.".formatted(to, instance(from))
                        : "%s took over from %s rather than %s, which could not. See kubectl logs of"
                                        .formatted(to, instance(from), request.instance().get())
                                + " their pods.");
    }

    private Optional<End> restart(Request request, PostgresOperationStatus entry) {
        if (request.instance().filter(it -> !situation.wanted().runs(it)).isPresent()) {
            return stopped(request.instance().get());
        }
        if (!left(entry).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new End(
                        true,
                        "Restarted %s."
                                .formatted(
                                        Objects.requireNonNullElse(
                                                        entry.before(), Map.<String, String>of())
                                                .keySet()
                                                .stream()
                                                .filter(situation.wanted()::runs)
                                                .sorted()
                                                .collect(Collectors.joining(", ")))));
    }

    private Optional<End> reinitialize(
            Request request, PostgresOperationStatus entry, Phase phase) {
        String instance = request.instance().orElseThrow();
        Optional<Member> member = situation.state().instance(instance);
        if (!situation.wanted().runs(instance)) {
            return stopped(instance);
        }
        if (member.filter(situation.state()::isLeader).isPresent()) {
            return failed(instance + " has become the primary meanwhile.");
        }
        boolean anew = left(entry).isEmpty();
        boolean follows = member.filter(situation.state()::follows).isPresent();
        if (follows && anew) {
            return Optional.of(
                    new End(true, instance + " was cloned anew and follows the primary."));
        }
        boolean copying =
                member.flatMap(it -> it.report().state())
                        .filter(Report.CREATING_REPLICA::equals)
                        .isPresent();
        if (copying || phase == Phase.ARMED) {
            return Optional.empty();
        }
        if (anew) {
            return isStartedFor(instance, CLEARING)
                    ? seeLog("%s was cloned anew, and does not follow the primary.", instance)
                    : Optional.empty();
        }
        if (phase == Phase.INHERITED && (follows || isOlder(entry, LATE))) {
            return interrupted();
        }
        return isOlder(entry, follows ? LATE : CLEARING)
                ? seeLog("Patroni did not begin to clone %s.", instance)
                : Optional.empty();
    }

    private static Optional<End> seeLog(String message, String instance) {
        return failed(
                "%s See kubectl logs %s%s"
                        .formatted(
                                message.formatted(instance),
                                ClusterNames.pod(instance),
                                Admission.AGAIN));
    }

    private boolean isStartedFor(String instance, Duration time) {
        return report(instance)
                .flatMap(Report::startedAt)
                .filter(it -> it.plus(time).isBefore(situation.now()))
                .isPresent();
    }

    private boolean isOlder(PostgresOperationStatus entry, Duration age) {
        return Ledger.time(entry).plus(age).isBefore(situation.now());
    }

    private static Optional<End> stopped(String instance) {
        return failed(instance + " is not to run any more.");
    }

    private static Optional<End> failed(String message) {
        return Optional.of(new End(false, message));
    }

    private static Optional<End> interrupted() {
        return failed(
                "The operator was restarted before it was carried out. Ask again with a new value.");
    }

    private boolean isStartedAfter(String instance, String before) {
        Optional<Instant> started = report(instance).flatMap(Report::startedAt);
        try {
            return before.equals(DOWN)
                    ? started.isPresent()
                    : started.filter(it -> it.isAfter(Instant.parse(before))).isPresent();
        } catch (DateTimeException e) {
            return true;
        }
    }

    /** When PostgreSQL was started; of one that cannot be asked, that it was before now. */
    private String started(String instance) {
        Optional<Report> report = report(instance).filter(it -> it.state().isPresent());
        return report.map(it -> it.startedAt().map(Instant::toString).orElse(DOWN))
                .orElse(situation.now().toString());
    }

    private Optional<Report> report(String instance) {
        return situation.state().instance(instance).map(Member::report);
    }

    private static String instance(String member) {
        return ClusterNames.instanceOf(member);
    }
}
