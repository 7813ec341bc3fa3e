package com.dhanman.operator.postgres.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.postgres.operations.SimulatedInstance.Doing;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lets many things happen to a simulated cluster at once: instances fail, people ask and change,
 * the operator is killed and its writes are lost. A {@link Witness} sees that the operator never
 * does what it must not; in the end all is well again, and each request has come to an outcome.
 */
class OperationsModelTest {
    /** Many more by `-Dmodel.runs=10000`. */
    private static final int RUNS = Integer.getInteger("model.runs", 100);

    private static final int SECONDS = 400;
    private static final int TWO_HOURS = 7200;

    @ParameterizedTest(name = "synchronous: {0}")
    @ValueSource(booleans = {true, false})
    void whateverHappensNothingIsBrokenAndAllComesToRest(boolean synchronous) {
        for (int seed = Integer.getInteger("model.first", 1); seed <= RUNS; seed++) {
            Random random = new Random(seed);
            SimulatedOperator operator = new SimulatedOperator(new Simulation(random, synchronous));
            try {
                run(operator, random);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "seed %d: %s%n%s".formatted(seed, e.getMessage(), operator), e);
            }
        }
    }

    private static void run(SimulatedOperator operator, Random random) {
        Simulation world = operator.world;
        operator.mishaps = false;
        settle(operator, 300);
        operator.mishaps = true;
        world.cloneFails = 0.3;
        int rarity = 5 + random.nextInt(60);
        for (int second = 0; second < SECONDS; second++) {
            world.tick();
            if (random.nextInt(rarity) == 0) {
                happen(operator, random);
            }
            operator.reconcile();
        }
        calm(operator);
        settle(operator, TWO_HOURS);
    }

    private static void happen(SimulatedOperator operator, Random random) {
        List<SimulatedInstance> all = List.copyOf(operator.world.instances.values());
        SimulatedInstance it = all.get(random.nextInt(all.size()));
        switch (random.nextInt(4)) {
            case 0 -> fails(operator, it, random);
            case 1 -> isAsked(operator, it, random);
            case 2 -> isChanged(operator, it, random);
            default -> operator.kill();
        }
    }

    private static void fails(SimulatedOperator operator, SimulatedInstance it, Random random) {
        Simulation world = operator.world;
        switch (random.nextInt(6)) {
            case 0 -> world.remove(it);
            case 1 -> {
                if (it.runs()) {
                    world.restart(it);
                }
            }
            case 2 -> {
                boolean spare =
                        operator.wanted().running().size() > 1
                                && world.hasCopy()
                                && operator.wanted().running().stream()
                                        .allMatch(i -> world.isWell(world.instances.get(i)));
                if (spare && it.declared) {
                    it.data = false;
                    world.remove(it);
                }
            }
            case 3 -> {
                it.notBefore = world.now + random.nextInt(120);
                world.remove(it);
            }
            case 4 -> world.stumble(it);
            default -> {
                it.writes = !it.writes && it.pod;
                it.touch();
            }
        }
    }

    private static void isAsked(SimulatedOperator operator, SimulatedInstance it, Random random) {
        String name = random.nextInt(3) == 0 ? "" : it.name;
        switch (random.nextInt(5)) {
            case 0, 1 -> operator.ask("switchover", name);
            case 2 -> operator.ask("restart", name);
            case 3 -> operator.ask("reinitialize", name);
            default -> operator.withdraw(random.nextBoolean() ? "restart" : "reinitialize");
        }
    }

    private static void isChanged(SimulatedOperator operator, SimulatedInstance it, Random random) {
        // A volume that was lost must be copied anew before somebody takes the others away.
        boolean hasAllData =
                operator.wanted().instances().stream()
                        .allMatch(name -> operator.world.instances.get(name).data);
        switch (random.nextInt(7)) {
            case 0, 1 -> operator.template++;
            case 2 -> operator.world.connections = 50 + 50 * random.nextInt(4);
            case 3 -> operator.wantedInstances = hasAllData ? 1 + random.nextInt(4) : 4;
            case 4 -> {
                if (!operator.fenced.remove(it.name)) {
                    operator.fenced.add(it.name);
                }
            }
            case 5 -> operator.hibernated = hasAllData && random.nextBoolean();
            default -> operator.pause(random.nextBoolean());
        }
        operator.changed();
    }

    /** Nothing fails any more, and nobody asks for anything else. */
    private static void calm(SimulatedOperator operator) {
        operator.mishaps = false;
        operator.world.cloneFails = 0;
        operator.fenced.clear();
        operator.hibernated = false;
        operator.pause(false);
        operator.changed();
    }

    private static void settle(SimulatedOperator operator, int atMost) {
        for (int second = 0; second < atMost && !isAtRest(operator); second++) {
            operator.world.tick();
            operator.reconcile();
            if (operator.last.step().reason().equals("RepairGaveUp")) {
                operator.world.instances.values().stream()
                        .filter(it -> operator.last.step().message().startsWith(it.name))
                        .filter(it -> operator.open().isEmpty())
                        .forEach(it -> operator.ask("reinitialize", it.name));
            }
        }
        assertThat(operator.last.step().reason())
                .as(operator.last.step().message())
                .isEqualTo("Nothing");
        assertThat(operator.open()).as("requests without an outcome").isEmpty();
        assertThat(isAtRest(operator)).as("at rest").isTrue();
    }

    private static boolean isAtRest(SimulatedOperator operator) {
        Simulation world = operator.world;
        return operator.last != null
                && operator.last.step().reason().equals("Nothing")
                && operator.last.again().isEmpty()
                && operator.open().isEmpty()
                && world.instances.values().stream()
                        .allMatch(
                                it ->
                                        operator.wanted().runs(it.name)
                                                ? isDone(operator, it)
                                                : !it.pod && it.doing == Doing.NOTHING);
    }

    private static boolean isDone(SimulatedOperator operator, SimulatedInstance it) {
        Simulation world = operator.world;
        return world.isWell(it)
                && it.podTemplate == operator.template
                && it.connections == world.connections
                && it.writes == world.leads(it);
    }
}
