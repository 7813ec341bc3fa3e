package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Outcome;
import com.dhanman.operator.postgres.patroni.Patroni;
import com.dhanman.operator.postgres.patroni.Report;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Carries out what the operator asks for, or refuses, or does not answer; tells the witness. */
final class SimulatedHands implements Hands, Patroni {
    private final SimulatedOperator operator;
    private final Witness witness;

    SimulatedHands(SimulatedOperator operator) {
        this.operator = operator;
        this.witness = new Witness(operator);
    }

    Witness witness() {
        return witness;
    }

    @Override
    public ClusterState look() {
        perhapsDie();
        return world().state();
    }

    @Override
    public boolean delete(Member member) {
        perhapsDie();
        if (happens(20)) {
            return false;
        }
        witness.deletes(instance(member));
        world().terminate(instance(member));
        perhapsDie();
        return true;
    }

    @Override
    public boolean label(Member member, boolean writes) {
        perhapsDie();
        if (happens(20)) {
            return false;
        }
        witness.labels(instance(member), writes);
        instance(member).writes = writes;
        if (!writes) {
            instance(member).role = "replica";
        }
        instance(member).touch();
        perhapsDie();
        return true;
    }

    @Override
    public Map<String, Report> reports(Collection<Member> members) {
        perhapsDie();
        Map<String, Report> reports = new HashMap<>();
        for (Member member : members) {
            SimulatedInstance it = instance(member);
            if (it.pod && world().now >= it.startsAt && !happens(50)) {
                reports.put(member.name(), it.report(world().leads(it), world().connections, true));
            }
        }
        return reports;
    }

    @Override
    public Outcome switchover(Member leader, Member candidate) {
        perhapsDie();
        if (happens(20)) {
            return new Outcome.Refused("candidate is not eligible");
        }
        witness.switchesOver(instance(leader), instance(candidate));
        boolean silent = happens(10);
        if (silent && world().random.nextBoolean()) {
            world().busy();
            return new Outcome.Unknown("no answer in time");
        }
        world().switchOver(instance(leader), instance(candidate));
        perhapsDie();
        pass(2);
        return silent ? new Outcome.Unknown("status unknown") : new Outcome.Done("switched over");
    }

    @Override
    public Outcome restart(Member member, boolean onlyPending) {
        perhapsDie();
        if (happens(20)) {
            return new Outcome.Refused("restart is in progress");
        }
        witness.restarts(instance(member));
        world().restart(instance(member));
        perhapsDie();
        pass(4);
        return happens(20) ? new Outcome.Unknown("still starting") : new Outcome.Done("restarted");
    }

    @Override
    public Outcome reinitialize(Member member, boolean force) {
        perhapsDie();
        if (happens(20)) {
            return new Outcome.Refused("reinitialize is in progress");
        }
        witness.clones(instance(member), force);
        boolean silent = happens(10);
        if (!silent || world().random.nextBoolean()) {
            world().cloneAnew(instance(member));
        }
        perhapsDie();
        return silent ? new Outcome.Unknown("no answer in time") : new Outcome.Done("begun");
    }

    @Override
    public Outcome reload(Member member) {
        throw new AssertionError("nobody asks for it");
    }

    @Override
    public void close() {}

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            world().tick();
        }
    }

    private boolean happens(int rarity) {
        return operator.mishaps && world().random.nextInt(rarity) == 0;
    }

    private void perhapsDie() {
        if (happens(100)) {
            throw new SimulatedOperator.Killed();
        }
    }

    private Simulation world() {
        return operator.world;
    }

    private SimulatedInstance instance(Member member) {
        return world().instances.get(member.instance());
    }
}
