package com.dhanman.operator.testkit;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;

/** Waiting for something to be so, with the last value in the message where it never is. */
public final class Awaited {
    private Awaited() {}

    public static <T> T until(Supplier<T> value, Predicate<T> described) {
        return until(value, described, Scratch.PATIENCE);
    }

    public static <T> T until(Supplier<T> value, Predicate<T> described, Duration atMost) {
        AtomicReference<T> last = new AtomicReference<>();
        try {
            await().atMost(atMost)
                    .pollInterval(Duration.ofMillis(100))
                    .until(
                            () -> {
                                last.set(value.get());
                                return described.test(last.get());
                            });
            return last.get();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("waited in vain; last seen: " + last.get(), e);
        }
    }

    /** Waits until the operator has sent nothing but lease renewals and watches for a while. */
    public static void quiet(ApiProxy api) {
        int[] seen = {-1};
        await().atMost(Scratch.PATIENCE)
                .pollInterval(Duration.ofMillis(1500))
                .until(
                        () -> {
                            int now = api.since(0).size();
                            boolean still = now == seen[0];
                            seen[0] = now;
                            return still;
                        });
    }
}
