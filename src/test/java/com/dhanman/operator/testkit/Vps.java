package com.dhanman.operator.testkit;

import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * A PostgreSQL server outside of the cluster, run by hand as on a VPS: Debian's, in a network
 * namespace of its own. What is done to it is what its administrator would type.
 */
public final class Vps implements AutoCloseable {
    private final KubernetesClient client;
    private final String address;

    private Vps(KubernetesClient client) {
        this.client = client;
        this.address = command("up").lines().toList().getLast();
    }

    /** A new one; skips the test where it cannot be. */
    public static Vps start(KubernetesClient client) {
        return new Vps(client);
    }

    public String address() {
        return address;
    }

    /** Runs statements one by one as the superuser, and gives what they print. */
    public String sql(String database, String... statements) {
        String[] arguments = new String[3 + 2 * statements.length];
        arguments[0] = "sql";
        arguments[1] = "-d";
        arguments[2] = database;
        for (int i = 0; i < statements.length; i++) {
            arguments[3 + 2 * i] = "-c";
            arguments[4 + 2 * i] = statements[i];
        }
        return command(arguments);
    }

    /** Adds a line to pg_hba.conf, and has it read. */
    public void admit(String line) {
        command("admit", line);
    }

    /** As `systemctl stop postgresql` does. */
    public void stop() {
        command("stop");
    }

    @Override
    public void close() {
        command("down");
    }

    private String command(String... arguments) {
        String[] line = new String[arguments.length + 1];
        line[0] = "vps";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        return TestCluster.command(client, line);
    }
}
