package com.dhanman.operator.postgres.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.postgres.patroni.Wanted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Watches what the operator does to a simulated cluster, and fails where it must not. */
final class Witness {
    private final SimulatedOperator operator;
    private final Map<String, Integer> times = new HashMap<>();

    Witness(SimulatedOperator operator) {
        this.operator = operator;
    }

    /** The StatefulSets of all instances but these and the wanted ones are removed. */
    void goes(List<String> leaving) {
        Wanted wanted = operator.wanted();
        for (SimulatedInstance it : world().instances.values()) {
            boolean removed =
                    it.declared
                            && (it.pod || world().mayBeNeeded(it))
                            && !wanted.instances().contains(it.name)
                            && !leaving.contains(it.name);
            if (removed) {
                assertThat(world().leads(it)).as("%s leads and is removed", it.name).isFalse();
                assertThat(world().leaderServes()).as("primary, as %s goes", it.name).isTrue();
                others(it);
                times.remove("repair " + it.name);
            }
        }
    }

    void deletes(SimulatedInstance it) {
        notPaused();
        if (world().isWell(it)) {
            takesDown(it);
            assertThat(world().leads(it) && operator.wanted().running().size() > 1)
                    .as("the primary %s is deleted", it.name)
                    .isFalse();
        } else {
            assertThat(it.podTemplate).as("template of %s", it.name).isNotEqualTo(it.template);
        }
    }

    void restarts(SimulatedInstance it) {
        notPaused();
        if (world().isWell(it)) {
            takesDown(it);
        }
        if (world().leads(it)) {
            boolean alone = operator.wanted().running().size() == 1;
            boolean named = !operator.isWritten() || isNamed(it.name);
            boolean shrinks = world().connections < it.connections;
            assertThat(alone || named || shrinks).as("the primary is restarted").isTrue();
        }
    }

    void switchesOver(SimulatedInstance from, SimulatedInstance to) {
        notPaused();
        assertThat(world().leads(from) && world().leaderServes()).isTrue();
        assertThat(to.streaming).as("%s follows", to.name).isTrue();
        assertThat(!world().synchronous || world().isSynchronous(to))
                .as("%s has all commits", to.name)
                .isTrue();
        var asked = operator.running(Request.Kind.SWITCHOVER);
        asked.filter(it -> it.request().startsWith(to.name + "@"))
                .ifPresent(it -> once("switchover " + it.request()));
        if (asked.isEmpty() && operator.isWritten() && operator.wanted().runs(from.name)) {
            others(from);
        }
    }

    void clones(SimulatedInstance it, boolean asked) {
        notPaused();
        assertThat(world().leads(it)).as("the primary %s is cloned", it.name).isFalse();
        assertThat(world().leaderServes()).as("primary, as %s is cloned", it.name).isTrue();
        if (asked) {
            operator.running(Request.Kind.REINITIALIZE)
                    .ifPresent(entry -> once("reinitialize " + entry.request()));
            if (world().isWell(it)) {
                takesDown(it);
            }
        } else {
            assertThat(world().isSynchronous(it)).as("%s is needed", it.name).isFalse();
            assertThat(times.merge("repair " + it.name, 1, Integer::sum))
                    .as("repairs of %s", it.name)
                    .isLessThanOrEqualTo(Repairs.DELAYS.size());
        }
    }

    void labels(SimulatedInstance it, boolean writes) {
        notPaused();
        assertThat(world().leads(it)).as("%s leads", it.name).isEqualTo(writes);
    }

    /** A person mended what kept an instance from following. */
    void mended(SimulatedInstance it) {
        times.remove("repair " + it.name);
    }

    private void takesDown(SimulatedInstance it) {
        assertThat(world().leaderServes()).as("primary, as %s goes down", it.name).isTrue();
        others(it);
    }

    private void others(SimulatedInstance it) {
        for (String name : operator.wanted().running()) {
            if (!name.equals(it.name)) {
                assertThat(world().isWell(world().instances.get(name)))
                        .as("%s, as %s goes down", name, it.name)
                        .isTrue();
            }
        }
    }

    private boolean isNamed(String instance) {
        return operator.running(Request.Kind.RESTART)
                .filter(it -> it.request().startsWith(instance + "@"))
                .isPresent();
    }

    private void once(String request) {
        assertThat(times.merge(request, 1, Integer::sum)).as(request).isEqualTo(1);
    }

    private void notPaused() {
        assertThat(operator.isPaused()).as("paused").isFalse();
    }

    private Simulation world() {
        return operator.world;
    }
}
