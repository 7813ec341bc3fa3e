package com.dhanman.operator.kernel;

import java.util.List;

/** What should be, or why it cannot be. */
public sealed interface Plan {
    /** What to tell the user. */
    List<Finding> findings();

    /**
     * Objects that are made although the rest cannot be yet, since what is missing comes of them.
     */
    default Desired first() {
        return Desired.NOTHING;
    }

    /**
     * The spec can be carried out.
     *
     * @param desired all objects that should be there; those of ours that it does not name go
     * @param findings warnings
     */
    record Ready(Desired desired, List<Finding> findings) implements Plan {}

    /**
     * The spec cannot be carried out: what runs is left as it is until the findings are mended.
     *
     * @param findings at least one error
     */
    record Blocked(List<Finding> findings, Desired first) implements Plan {
        public Blocked(List<Finding> findings) {
            this(findings, Desired.NOTHING);
        }
    }

    /**
     * Something else has to happen first, without anybody's help: what runs is left as it is.
     *
     * @param reason CamelCase word for the condition
     * @param message what is waited for
     */
    record Waiting(String reason, String message, Desired first) implements Plan {
        public Waiting(String reason, String message) {
            this(reason, message, Desired.NOTHING);
        }

        @Override
        public List<Finding> findings() {
            return List.of();
        }
    }
}
