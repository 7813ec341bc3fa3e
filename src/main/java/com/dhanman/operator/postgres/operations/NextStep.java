package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.patroni.Member;

/**
 * The one thing to do next with the instances of a cluster, or why nothing is done. What takes an
 * instance down is done one at a time, and only while all others are healthy: two are never down by
 * the operator's hand.
 */
public sealed interface NextStep {
    /** CamelCase word for a condition. */
    String reason();

    /** For people: what is done and why, or what is waited for. */
    String message();

    /** There is nothing to do. */
    record Rest(String reason, String message) implements NextStep {}

    /** Something is to be done, but not now. */
    record Wait(String reason, String message) implements NextStep {}

    /**
     * The Service of writes leads to a pod that does not lead, or not to the one that does.
     *
     * @param writes whether it is to lead there
     */
    record Relabel(Member member, boolean writes, String message) implements NextStep {
        @Override
        public String reason() {
            return "CorrectingLabels";
        }
    }

    /** The pod is replaced by one of the wanted template. */
    record DeletePod(Member member, String reason, String message) implements NextStep {}

    /**
     * PostgreSQL is restarted in its pod.
     *
     * @param onlyPending whether for the sake of settings alone
     */
    record Restart(Member member, boolean onlyPending, String message) implements NextStep {
        @Override
        public String reason() {
            return "Restarting";
        }
    }

    /** The leader hands over. */
    record SwitchOver(Member from, Member to, String message) implements NextStep {
        @Override
        public String reason() {
            return "SwitchingOver";
        }
    }

    /**
     * A replica throws its data away and copies the primary's.
     *
     * @param attempt of how many to repair it; 0 where somebody asked for it
     */
    record Reinitialize(Member member, int attempt, String message) implements NextStep {
        @Override
        public String reason() {
            return attempt > 0 ? "Repairing" : "Reinitializing";
        }
    }

    /** What is to be done in this situation. */
    static NextStep of(Situation situation) {
        return new Decision(situation).step();
    }

    /** Whether it takes an instance down or has another one lead. */
    default boolean isDisruptive() {
        return switch (this) {
            case Rest rest -> false;
            case Wait wait -> false;
            case Relabel label -> false;
            case DeletePod delete -> true;
            case Restart restart -> true;
            case SwitchOver switchOver -> true;
            case Reinitialize reinitialize -> true;
        };
    }

    /** Whether it is the same thing done to the same pod. */
    default boolean isSameAs(NextStep other) {
        return getClass() == other.getClass() && target().equals(other.target());
    }

    private String target() {
        return switch (this) {
            case Rest rest -> "";
            case Wait wait -> "";
            case Relabel label -> label.member().uid();
            case DeletePod delete -> delete.member().uid();
            case Restart restart -> restart.member().uid();
            case SwitchOver over -> over.from().uid() + ">" + over.to().uid();
            case Reinitialize again -> again.member().uid();
        };
    }
}
