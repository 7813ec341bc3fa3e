package com.dhanman.operator.runtime;

import com.dhanman.operator.cli.Commands;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Map;

/** Without arguments the operator; with arguments the command line, which starts no server. */
@QuarkusMain
public final class Main {
    /**
     * All informers list at once when the operator starts, each over a connection of its own, and
     * one that waits for too long ends the operator. The client's own limits are 5 connections and
     * 10 seconds.
     */
    private static final Map<String, String> CLIENT =
            Map.of(
                    "kubernetes.max.concurrent.requests.per.host", "32",
                    "kubernetes.connection.timeout", "30000");

    private Main() {}

    public static void main(String... args) {
        CLIENT.forEach((key, value) -> System.getProperties().putIfAbsent(key, value));
        if (args.length == 0) {
            Quarkus.run();
        } else {
            System.exit(Commands.execute(args));
        }
    }
}
