package com.dhanman.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.kernel.Finding;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without an API server, as far as a schema goes. */
class SchemaCheckTest {
    @Test
    void takesMapsAndValuesOfAnyType() throws IOException {
        assertThat(
                        check(
                                """
                                storage: {size: 50Gi, wal: {size: 1073741824}}
                                resources: {limits: {cpu: 2, memory: 4Gi}}
                                parameters: {max_connections: 200, random_page_cost: 1.1, jit: true, shared_buffers: 4GB}
                                placement: {nodeSelector: {example.com/disk: nvme}}
                                replication: {mode: Quorum, strict: false}
                                """))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    storage: {}                                      | spec.storage.size: is required
                    storage: {size: 0.5}                             | spec.storage.size: must be a whole number, or a text in quotes
                    storage: {size: [1]}                             | spec.storage.size: must be a single value
                    storage: {size: 1, wall: {}}                     | spec.storage.wall: there is no such field
                    storage: {size: 1}, parameters: {a: {b: c}}      | spec.parameters.a: must be a single value
                    storage: {size: 1}, parameters: {a: [b]}         | spec.parameters.a: must be a single value
                    storage: {size: 1}, parameters: a                | spec.parameters: must be an object with fields
                    storage: {size: 1}, hibernated: 'off'            | spec.hibernated: must be true or false
                    storage: {size: 1}, image: 18                    | spec.image: must be a text, in quotes
                    storage: {size: 1}, instances: 2.5               | spec.instances: must be a whole number
                    storage: {size: 1}, replication: {mode: Async}   | spec.replication.mode: 'Async' is not one of its values
                    storage: {size: 1}, placement: {nodeSelector: {a: 1}} | spec.placement.nodeSelector.a: must be a text, in quotes
                    storage: {size: 1}, databases: [{name: a, ownr: b}] | spec.databases[a].ownr: there is no such field
                    """)
    void namesTheFieldAndWhatWouldDo(String spec, String finding) throws IOException {
        assertThat(check("{" + spec + "}"))
                .singleElement()
                .satisfies(it -> assertThat(it.text()).startsWith(finding));
    }

    private static List<Finding> check(String spec) throws IOException {
        return SchemaCheck.of(
                "PostgresCluster",
                new YAMLMapper().readTree("metadata: {name: main}\nspec:\n" + spec.indent(2)));
    }
}
