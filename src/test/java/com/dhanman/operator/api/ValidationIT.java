package com.dhanman.operator.api;

import static com.dhanman.operator.testkit.DryRun.assertRefused;

import com.dhanman.operator.testkit.DryRun;
import com.dhanman.operator.testkit.RunningOperator;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server says to specs that cannot be: the field by name, and what would do. */
@ExtendWith(RunningOperator.class)
class ValidationIT {
    private static final String SERVICE = "{image: 'standin:1', %s}";
    private static final String ENVIRONMENT = "{stage: QA, %s}";

    private final DryRun services;
    private final DryRun environments;

    ValidationIT(KubernetesClient client) {
        services = new DryRun(client, "DhanmanService", "default");
        environments = new DryRun(client, "TenantEnvironment", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "port: 0 | spec.port | should be greater than or equal to 1",
                "port: 70000 | spec.port | should be less than or equal to 65535",
                "port: http | spec.port | must be of type integer",
                "replicas: -1 | spec.replicas | greater than or equal to 0",
                "replicas: 501 | spec.replicas | less than or equal to 500",
                "runtime: Java | spec.runtime | supported values: \"AspNet\", \"Container\"",
                "host: sales | spec.host | host must be a full DNS name in lower case such as",
                "host: Sales.example.com | spec.host | host must be a full DNS name in lower case",
                "host: 'https://a.example.com' | spec.host | host must be a full DNS name",
                "routing: {tls: {}} | spec.routing.tls | set exactly one of issuer",
                "routing: {tls: {issuer: a, secret: b}} | spec.routing.tls | set exactly one of issuer",
                "env: [{name: A, value: b, valueFrom: {secretKeyRef: {name: s, key: k}}}] | spec.env[0] | set either value or valueFrom",
                "env: [{name: A, valueFrom: {}}] | spec.env[0].valueFrom | set exactly one of secretKeyRef",
                "env: [{name: '1A', value: b}] | spec.env[0].name | name must start with a letter",
                "env: [{name: A, value: b}, {name: A, value: c}] | spec.env[1] | Duplicate value",
                "env: [{value: b}] | spec.env[0].name | Required value",
                "envFrom: [{prefix: A}] | spec.envFrom[0] | set exactly one of secretRef and configMapRef",
                "resources: {limits: {memory: lots}} | spec.resources.limits.memory | should match",
                "health: {liveness: {path: health}} | spec.health.liveness.path | path must start with '/'",
                "health: {startup: {periodSeconds: 0}} | spec.health.startup.periodSeconds | greater than or equal to 1",
                "runAsUser: 0 | spec.runAsUser | greater than or equal to 1",
                "terminationGracePeriodSeconds: 5 | spec.terminationGracePeriodSeconds | greater than or equal to 6",
                "imagePullSecrets: [{}] | spec.imagePullSecrets[0].name | Required value",
                "database: {maximumPoolSize: 0} | spec.database.maximumPoolSize | greater than or equal to 1",
                "database: {cluster: ''} | spec.database.cluster | at least 1 chars long",
            })
    void aBadServiceIsRefused(String spec, String field, String message) {
        assertRefused(() -> service("sales", SERVICE.formatted(spec)), field, message);
    }

    @Test
    void aServiceWithoutAProperImageIsRefused() {
        assertRefused(
                () -> service("sales", "{image: 'not an image'}"),
                "spec.image",
                "image must be a container image reference such as");
        assertRefused(() -> service("sales", "{image: ''}"), "spec.image", "at least 1 chars long");
        assertRefused(() -> service("sales", "{port: 1}"), "spec.image", "Required value");
    }

    @Test
    void aNameThatCannotBeAHostNameIsRefused() {
        assertRefused(
                () -> service("sales.v2", "{image: 'a:1'}"),
                "",
                "metadata.name must be at most 50 lower-case letters");
        assertRefused(
                () -> service("x".repeat(51), "{image: 'a:1'}"),
                "",
                "metadata.name must be at most 50 lower-case letters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hosts: qa.example.com | spec.hosts | hosts must contain {service}",
                "hosts: '{service}.Example.com' | spec.hosts | hosts must be a DNS name in lower case",
                "hosts: '{service}' | spec.hosts | hosts must be a DNS name",
                "ports: {offset: 100} | spec.ports.base | Required value",
                "ports: {base: 65000, offset: 1000} | spec.ports | base + offset must be at most 65535",
                "`ports: {base: 60000}, services: [{name: a, image: 'a:1', port: 6000}]` | spec | ports.base + ports.offset + the service's port",
                "services: [{image: 'a:1'}] | spec.services[0].name | Required value",
                "services: [{name: a}] | spec.services[0].image | Required value",
                "services: [{name: A, image: 'a:1'}] | spec.services[0].name | name must be lower-case letters",
                "`services: [{name: a, image: 'a:1'}, {name: a, image: 'a:1'}]` | spec.services[1] | Duplicate value",
                "defaults: {registry: 'https://r.example.com'} | spec.defaults.registry | registry must be a host and path",
                "defaults: {registry: 'r.example.com/'} | spec.defaults.registry | registry must be a host and path",
                "postgres: {instances: 3} | spec.postgres.storage | Required value",
                "postgres: {storage: {size: 1Gi}, name: Main} | spec.postgres.name | name must be lower-case letters",
                "postgres: {storage: {size: 1Gi}, database: qa} | spec.postgres.database | database must contain {service}",
                "postgres: {storage: {size: 1Gi}, owner: postgres} | spec.postgres.owner | owner must not begin with pg_",
                "postgres: {storage: {size: 1}} | spec.postgres.storage.size | size must be at least 256Mi",
                "`postgres: {storage: {size: 1Gi}, instances: 2, replication: {strict: true}}` | spec.postgres | replication.strict needs a replica to spare",
                "postgres: {storage: {size: 1Gi}, databases: [{name: postgres}]} | spec.postgres.databases[0].name | name must not be postgres",
                "postgres: {storage: {size: 1Gi}, parameters: {a: {b: c}}} | spec.postgres.parameters.a | must have at most 0 items",
                "defaults: {image: 'a:1'} | `` | unknown field \"spec.defaults.image\"",
            })
    void aBadEnvironmentIsRefused(String spec, String field, String message) {
        assertRefused(() -> environment(ENVIRONMENT.formatted(spec)), field, message);
    }

    @Test
    void anEnvironmentWithoutAProperStageIsRefused() {
        assertRefused(
                () -> environment("{stage: Prod}"),
                "spec.stage",
                "supported values: \"Development\"");
        assertRefused(() -> environment("{}"), "spec.stage", "Required value");
    }

    @Test
    void anEnvironmentOfAHundredServicesIsTaken() {
        StringBuilder services = new StringBuilder();
        for (int i = 1; i <= 100; i++) {
            services.append("{name: s%d, image: 'a:1', port: %d},".formatted(i, i));
        }

        environment("{stage: QA, ports: {base: 5000}, services: [" + services + "]}");
    }

    private void service(String name, String spec) {
        services.create(name, spec);
    }

    private void environment(String spec) {
        environments.create("validated", spec);
    }
}
