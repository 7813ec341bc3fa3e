package com.dhanman.operator.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Commands of the machine, for what a person would do in a shell. */
public final class Shell {
    /** What kubectl exec says of an empty first message; what follows is passed on. */
    private static final Pattern NOISE =
            Pattern.compile(
                    "(?m)^E\\d{4} .* websocket\\.go:\\d+] Unknown stream id \\d+, discarding message\\n");

    private Shell() {}

    /**
     * Runs a command and gives what it printed.
     *
     * @throws IllegalStateException where it fails, with what it printed
     */
    public static String run(String... command) {
        Result result = attempt(command);
        if (result.status() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " failed: " + result.output());
        }
        return result.output();
    }

    /** Runs a command, and leaves it to the caller what a failure means. */
    public static Result attempt(String... command) {
        try {
            Process process =
                    new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), NOISE.matcher(output).replaceAll(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Exit status and all output of a command. */
    public record Result(int status, String output) {}
}
