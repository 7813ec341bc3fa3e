package com.dhanman.operator.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which database a service uses. */
class DatabaseReferenceTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | {} | none",
                "{maximumPoolSize: 5} | {} | none",
                "{cluster: main} | {} | main/sales",
                "{cluster: main, name: 'prod-{service}'} | {} | main/prod-sales",
                "{name: x} | {} | ?/x",
                "{enabled: true} | {} | ?/sales",
                "{} | {postgres: {}} | postgres/sales",
                "{} | {postgres: {name: pg, database: 'qa-{service}'}} | pg/qa-sales",
                "{name: x} | {postgres: {database: 'qa-{service}'}} | postgres/x",
                "{cluster: other} | {postgres: {database: 'qa-{service}'}} | other/qa-sales",
                "{enabled: false} | {postgres: {}} | none",
                "{maximumPoolSize: 5} | {postgres: {}} | postgres/sales 5",
                "{} | {defaults: {database: {cluster: main, name: 'p-{service}'}}} | main/p-sales",
                "{} | {defaults: {database: {name: shared}}, postgres: {}} | postgres/shared",
                "{} | {defaults: {database: {maximumPoolSize: 7}}} | none",
                "{} | {defaults: {database: {maximumPoolSize: 7}}, postgres: {}} | postgres/sales 7",
                "{} | {defaults: {database: {enabled: false}}, postgres: {}} | none",
                "{enabled: true} | {defaults: {database: {enabled: false}}, postgres: {}} | postgres/sales",
                "{name: x} | {defaults: {database: {enabled: false}}, postgres: {}} | postgres/x",
            })
    void isWhatTheServiceSaysElseItsEnvironment(String own, String environment, String expected) {
        Optional<EnvironmentSettings> settings =
                environment.equals("{}")
                        ? Optional.empty()
                        : Optional.of(EnvironmentSettings.of(environment(environment)));

        String found =
                DatabaseReference.of("sales", service(own).getSpec().database(), settings)
                        .map(DatabaseReferenceTest::text)
                        .orElse("none");

        assertThat(found).isEqualTo(expected);
    }

    private static DhanmanService service(String database) {
        return YAML.unmarshal("spec: {database: %s}".formatted(database), DhanmanService.class);
    }

    private static TenantEnvironment environment(String spec) {
        return YAML.unmarshal(
                "metadata: {name: shop}\nspec: %s".formatted(spec), TenantEnvironment.class);
    }

    private static String text(DatabaseReference reference) {
        return reference.cluster().orElse("?")
                + "/"
                + reference.name()
                + reference.poolSize().map(size -> " " + size).orElse("");
    }
}
