package com.dhanman.operator.cli;

import com.dhanman.operator.kernel.Finding;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what the operator would make of files. */
@Command(
        name = "render",
        description = {
            "Prints every manifest that the operator would make of the given resources.",
            "The same input gives the same bytes. Findings go to the error output."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:everything can be carried out",
            "1:something is blocked; the findings say what",
            "2:wrong usage, or a file that cannot be read"
        })
final class Render implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE",
            description = "YAML file, or folder of them; may be given more than once.")
    private List<Path> files;

    @Option(
            names = {"-n", "--namespace"},
            defaultValue = "default",
            paramLabel = "NAMESPACE",
            description = "Namespace of resources that name none (default: ${DEFAULT-VALUE}).")
    private String namespace;

    @Override
    public Integer call() {
        Rendering rendering = new Rendering(Documents.read(files, namespace));
        PrintWriter err = spec.commandLine().getErr();
        rendering.findings().forEach((source, findings) -> print(err, source, findings));
        PrintWriter out = spec.commandLine().getOut();
        KubernetesSerialization yaml = new KubernetesSerialization();
        for (HasMetadata object : rendering.objects()) {
            out.print("---\n" + yaml.asYaml(object).replaceFirst("^---\n", "").stripTrailing());
            out.print('\n');
        }
        out.flush();
        err.flush();
        return rendering.isBlocked() ? 1 : 0;
    }

    private static void print(PrintWriter err, String source, List<Finding> findings) {
        for (Finding finding : findings) {
            String severity = finding.severity() == Finding.Severity.ERROR ? "error" : "warning";
            err.println(severity + ": " + source + ": " + finding.text());
        }
    }
}
