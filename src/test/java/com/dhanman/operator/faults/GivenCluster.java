package com.dhanman.operator.faults;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * A cluster that is there already, with names and labels as the operator gives them, whoever made
 * it. It is operated by Patroni's own tool.
 */
final class GivenCluster implements ClusterUnderTest {
    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final Mode mode;

    GivenCluster(KubernetesClient client, String namespaceAndName, Mode mode) {
        this.client = client;
        this.namespace = namespaceAndName.split("/", 2)[0];
        this.name = namespaceAndName.split("/", 2)[1];
        this.mode = mode;
    }

    @Override
    public void switchOver() {
        patronictl("switchover", "--leader", new Instances(this).primary().orElseThrow());
    }

    @Override
    public void restart() {
        patronictl("restart");
    }

    private void patronictl(String command, String... options) {
        Instances instances = new Instances(this);
        String words =
                "patronictl -c /etc/patroni/patroni.yml %s %s-patroni --force %s"
                        .formatted(command, name, String.join(" ", options));
        instances.run(instances.primary().orElseThrow(), words);
    }

    /** The first that there is. */
    @Override
    public String secret() {
        return client.secrets().inNamespace(namespace).list().getItems().stream()
                .map(Secret::getMetadata)
                .map(it -> it.getName())
                .filter(it -> it.startsWith(name + "-db-"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Mode mode() {
        return mode;
    }

    @Override
    public void close() {
        // It is somebody else's.
    }
}
