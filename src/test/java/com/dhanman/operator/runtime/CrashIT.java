package com.dhanman.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.testkit.ApiRequest;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.RunningOperator;
import com.dhanman.operator.testkit.RunningOperator.Operator;
import com.dhanman.operator.testkit.Scratch;
import com.dhanman.operator.testkit.Snapshot;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The operator is killed right after each write of the making of an environment, before it learns
 * that the write was done; started again, it must end in the same objects.
 */
@ExtendWith(RunningOperator.class)
class CrashIT {
    private static final String SPEC =
            """
            stage: QA
            hosts: "{service}.example.com"
            ports: {base: 5000}
            defaults: {runtime: AspNet, registry: localhost, replicas: 0}
            services: [{name: sales, port: 6, image: "standin:1.0.0"}]
            """;

    private final Operator operator;

    CrashIT(Operator operator) {
        this.operator = operator;
    }

    @TestFactory
    Stream<DynamicTest> killedAfterEachWrite() {
        // What tests before this one left is no write of the environment's.
        Awaited.quiet(operator.api());
        int mark = operator.api().mark();
        String expected;
        List<ApiRequest> writes;
        try (Scratch scratch = Scratch.environment(operator.client())) {
            expected = converge(scratch);
            writes = operator.api().since(mark).stream().filter(CrashIT::counts).toList();
        }
        return IntStream.rangeClosed(1, writes.size())
                .mapToObj(
                        n ->
                                DynamicTest.dynamicTest(
                                        "write %d: %s %s"
                                                .formatted(
                                                        n,
                                                        writes.get(n - 1).verb(),
                                                        writes.get(n - 1).resource()),
                                        () -> killedAfter(n, expected)));
    }

    private void killedAfter(int write, String expected) {
        AtomicInteger count = new AtomicInteger();
        operator.api()
                .afterwards(
                        request -> {
                            if (counts(request) && count.incrementAndGet() == write) {
                                operator.process().kill();
                            }
                        });
        try (Scratch scratch = Scratch.environment(operator.client())) {
            scratch.environment(SPEC);
            Awaited.until(operator.process()::isAlive, alive -> !alive);
            operator.api().afterwards(request -> {});
            operator.process().start();
            assertThat(converge(scratch)).isEqualTo(expected);
        } finally {
            operator.api().afterwards(request -> {});
            if (!operator.process().isAlive()) {
                operator.process().start();
            }
            operator.process().awaitLeading();
        }
    }

    private String converge(Scratch scratch) {
        scratch.environment(SPEC);
        scratch.awaitEnvironment(
                it ->
                        it.getStatus() != null
                                && Conditions.isTrue(it.getStatus().conditions(), "Ready"));
        Awaited.quiet(operator.api());
        return Snapshot.of(operator.client(), scratch);
    }

    /** Writes of objects; Events are hints, and may be lost. */
    private static boolean counts(ApiRequest request) {
        return request.isWrite() && !request.isLease() && !request.resource().equals("events");
    }
}
