package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import com.dhanman.operator.postgres.operations.Ending.Phase;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Outcome;
import com.dhanman.operator.postgres.patroni.Patroni;
import com.dhanman.operator.postgres.patroni.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries one step out. */
record Execution(Memory memory, Hands hands, Patroni patroni, Situation situation) {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    /** What Patroni refused is not tried again before. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    /**
     * Does what the step says.
     *
     * @return whether anything was done that changes the cluster
     */
    boolean carryOut(NextStep step) {
        if (step.isDisruptive()) {
            LOG.info("{}: {}", step.reason(), step.message());
        }
        return switch (step) {
            case NextStep.Rest rest -> false;
            case NextStep.Wait wait -> false;
            case NextStep.Relabel label -> hands.label(label.member(), label.writes());
            case NextStep.DeletePod delete -> hands.delete(delete.member());
            case NextStep.Restart restart -> restart(restart);
            case NextStep.SwitchOver over -> switchOver(over);
            case NextStep.Reinitialize again ->
                    again.attempt() > 0 ? repair(again) : cloneAnew(again);
        };
    }

    private boolean restart(NextStep.Restart step) {
        Member member = step.member();
        Outcome outcome = patroni.restart(member, step.onlyPending());
        log(outcome);
        if (outcome instanceof Outcome.Done && step.onlyPending()) {
            Report after =
                    patroni.reports(List.of(member)).getOrDefault(member.name(), Report.NONE);
            memory.restarted(member, after.pendingRestart());
        } else if (outcome instanceof Outcome.Refused refused) {
            setBack(member.instance() + " was not restarted: " + refused.text());
        }
        return true;
    }

    private boolean switchOver(NextStep.SwitchOver step) {
        Optional<PostgresOperationStatus> entry = armed(Request.Kind.SWITCHOVER);
        entry.ifPresent(it -> memory.enter(Phase.ASKED, it));
        Outcome outcome = patroni.switchover(step.from(), step.to());
        log(outcome);
        if (outcome instanceof Outcome.Refused refused) {
            String text =
                    "%s did not hand over to %s: %s"
                            .formatted(
                                    step.from().instance(), step.to().instance(), refused.text());
            entry.ifPresentOrElse(
                    it -> fail(Request.Kind.SWITCHOVER, it, text), () -> setBack(text));
        }
        return true;
    }

    private boolean cloneAnew(NextStep.Reinitialize step) {
        Optional<PostgresOperationStatus> entry = armed(Request.Kind.REINITIALIZE);
        entry.ifPresent(it -> memory.enter(Phase.ASKED, it));
        Outcome outcome = patroni.reinitialize(step.member(), true);
        log(outcome);
        if (outcome instanceof Outcome.Refused refused) {
            entry.ifPresent(
                    it ->
                            fail(
                                    Request.Kind.REINITIALIZE,
                                    it,
                                    step.member().instance()
                                            + " was not cloned anew: "
                                            + refused.text()));
        }
        return true;
    }

    /** An attempt is written down first, and made when it is found in the status. */
    private boolean repair(NextStep.Reinitialize step) {
        String instance = step.member().instance();
        PostgresOperationStatus entry = memory.ledger().repairs().get(instance);
        boolean announced =
                entry != null && Ledger.isRunning(entry) && memory.phase(entry) == Phase.ARMED;
        if (!announced) {
            memory.write(
                    memory.ledger()
                            .repair(
                                    instance,
                                    step.attempt(),
                                    Ledger.RUNNING,
                                    step.message(),
                                    situation.now()));
            memory.enter(Phase.ARMED, memory.ledger().repairs().get(instance));
            return false;
        }
        memory.enter(Phase.ASKED, entry);
        Outcome outcome = patroni.reinitialize(step.member(), false);
        log(outcome);
        if (outcome instanceof Outcome.Refused refused) {
            memory.write(
                    memory.ledger()
                            .repair(
                                    instance,
                                    step.attempt(),
                                    Ledger.FAILED,
                                    instance + " was not cloned anew: " + refused.text(),
                                    situation.now()));
        }
        return true;
    }

    private Optional<PostgresOperationStatus> armed(Request.Kind kind) {
        return memory.ledger().running(kind).filter(it -> memory.phase(it) == Phase.ARMED);
    }

    private void fail(Request.Kind kind, PostgresOperationStatus entry, String text) {
        memory.write(
                memory.ledger()
                        .end(
                                Request.of(kind, entry.request()),
                                false,
                                text + ". Mend what it names" + Admission.AGAIN,
                                situation.now()));
    }

    private void setBack(String text) {
        memory.setBack(
                new Memory.Setback(text + ". It is tried again.", situation.now().plus(PAUSE)));
    }

    private static void log(Outcome outcome) {
        LOG.info("Patroni: {}", outcome.text());
    }
}
