package com.dhanman.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RenderTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir private Path folder;

    @Test
    void printsEveryManifestOfTheSample() {
        assertThat(render("-f", "samples/dhanman-qa")).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().split("(?m)^kind: \"Deployment\"$")).hasSize(1 + 6);
        assertThat(out.toString())
                .startsWith("---\napiVersion: \"v1\"\nkind: \"Namespace\"\n")
                .contains("host: \"qa.sales.dhanman.com\"")
                .contains("image: \"registry.example.com/dhanman/sales:1.0.0\"");
    }

    @Test
    void productionKeepsThePortsAndHostNamesOfTheVps() {
        assertThat(render("-f", "samples/dhanman-prod")).isZero();

        String[] services = {"common", "community", "inventory", "payroll", "purchase", "sales"};
        for (int n = 1; n <= services.length; n++) {
            assertThat(out.toString())
                    .contains("port: 500" + n)
                    .contains("host: \"" + services[n - 1] + ".dhanman.com\"");
        }
        assertThat(out.toString()).contains("value: \"Production\"");
    }

    @Test
    void sameInputGivesSameBytes() {
        render("-f", "samples/dhanman-qa");
        String first = out.toString();
        out.getBuffer().setLength(0);

        render("-f", "samples/dhanman-qa");

        assertThat(out.toString()).isEqualTo(first);
    }

    @Test
    void aBlockedResourceIsNamedOnTheErrorOutputAndPrintsNothing() throws Exception {
        write(
                """
                apiVersion: platform.dhanman.com/v1alpha1
                kind: TenantEnvironment
                metadata: {name: qa}
                spec:
                  stage: QA
                  services:
                    - {name: sales, port: 6, image: "sales:1"}
                    - {name: payroll, port: 6, image: "payroll:1"}
                """);

        assertThat(render("-f", folder.toString())).isEqualTo(1);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("error: TenantEnvironment qa: spec.services: port 6 is given to sales")
                .contains("payroll. Give each service a port of its own.");
    }

    @Test
    void aMisspeltFieldIsNamedWithThoseThatThereAre() throws Exception {
        write(
                """
                apiVersion: platform.dhanman.com/v1alpha1
                kind: DhanmanService
                metadata: {name: sales}
                spec: {image: "sales:1", replica: 2, runtime: Dotnet}
                """);

        assertThat(render("-f", folder.toString())).isEqualTo(1);

        assertThat(err.toString())
                .contains("spec.replica: there is no such field")
                .contains("replicas")
                .contains("spec.runtime: 'Dotnet' is not one of its values. Use one of AspNet");
    }

    @Test
    void aMissingFileIsWrongUsage() {
        assertThat(render("-f", "no-such-file.yaml")).isEqualTo(2);

        assertThat(err.toString()).contains("error: no-such-file.yaml does not exist");
    }

    @Test
    void otherKindsArePassedOver() throws Exception {
        write("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: any}\n");

        assertThat(render("-f", folder.toString())).isZero();

        assertThat(out.toString()).isEmpty();
    }

    private void write(String yaml) throws Exception {
        Files.writeString(folder.resolve("in.yaml"), yaml);
    }

    private int render(String... args) {
        return new CommandLine(new Render())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler(Commands.ERRORS)
                .execute(args);
    }
}
