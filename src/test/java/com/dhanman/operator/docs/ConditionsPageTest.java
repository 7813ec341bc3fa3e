package com.dhanman.operator.docs;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.NodeList;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.ObjectCreationExpr;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/conditions.md explains each reason that the code can give, and no other. */
class ConditionsPageTest {
    private static final Path PAGE = Path.of("docs/conditions.md");
    private static final Path SOURCES = Path.of("src/main/java/com/dhanman/operator");
    private static final Set<String> PACKAGES = Set.of("kernel", "service", "tenant", "postgres");

    /** Which argument of a call is a reason. */
    private static final Map<String, Integer> CALLS =
            Map.ofEntries(
                    entry("error", 0),
                    entry("warning", 0),
                    entry("ready", 0),
                    entry("reconciling", 0),
                    entry("heldUp", 0),
                    entry("stalled", 0),
                    entry("failing", 0),
                    entry("refuse", 0),
                    entry("inUse", 0),
                    entry("wait", 0),
                    entry("primary", 1),
                    entry("report", 3),
                    entry("set", 2));

    /** Which argument of a constructor is a reason. */
    private static final Map<String, Integer> CONSTRUCTORS =
            Map.of(
                    "PodTrouble", 0,
                    "Waiting", 0,
                    "Wait", 0,
                    "Rest", 0,
                    "DeletePod", 1,
                    "PoolerReady", 1,
                    "Verdict", 2);

    /** Reasons of steps that a condition never shows: when there is none, all is well. */
    private static final Set<String> UNSEEN = Set.of("Nothing");

    /** Reasons that are constants rather than literals at the calls. */
    private static final Set<String> CONSTANTS = Set.of("Paused", "Progressing");

    @Test
    void explainsEachReasonAndNoOther() throws IOException {
        Set<String> reasons = new TreeSet<>(CONSTANTS);
        for (String folder : PACKAGES) {
            try (Stream<Path> files = Files.walk(SOURCES.resolve(folder))) {
                for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                    reasons.addAll(reasonsIn(file));
                }
            }
        }
        reasons.removeAll(UNSEEN);
        assertThat(reasons).contains("ImagePullFailed", "Conflict", "AwaitingEnvironment");
        assertThat(reasons).contains("NoPrimary", "VolumeFull", "Restarting", "RoleMissing");
        assertThat(explained()).isEqualTo(reasons);
    }

    /** First cells of the page's tables of reasons. */
    private static Set<String> explained() throws IOException {
        return Pattern.compile("(?m)^\\| `([A-Z][A-Za-z]+)` \\|")
                .matcher(Files.readString(PAGE))
                .results()
                .map(it -> it.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> reasonsIn(Path file) throws IOException {
        CompilationUnit source =
                new JavaParser(
                                new ParserConfiguration()
                                        .setLanguageLevel(
                                                ParserConfiguration.LanguageLevel.JAVA_21))
                        .parse(file)
                        .getResult()
                        .orElseThrow();
        Map<String, String> constants = constants(source);
        Set<String> reasons = new TreeSet<>();
        for (MethodCallExpr call : source.findAll(MethodCallExpr.class)) {
            Integer position = CALLS.get(call.getNameAsString());
            if (position != null) {
                reasons.addAll(argument(call.getArguments(), position, constants));
            }
        }
        for (ObjectCreationExpr made : source.findAll(ObjectCreationExpr.class)) {
            Integer position = CONSTRUCTORS.get(made.getType().getNameAsString());
            if (position != null) {
                reasons.addAll(argument(made.getArguments(), position, constants));
            }
        }
        for (MethodDeclaration method : source.findAll(MethodDeclaration.class)) {
            if (method.getNameAsString().equals("reason")) {
                reasons.addAll(words(method, constants));
            }
        }
        return reasons;
    }

    private static Map<String, String> constants(CompilationUnit source) {
        Map<String, String> constants = new HashMap<>();
        for (VariableDeclarator variable : source.findAll(VariableDeclarator.class)) {
            variable.getInitializer()
                    .filter(Expression::isStringLiteralExpr)
                    .map(it -> it.asStringLiteralExpr().asString())
                    .ifPresent(it -> constants.put(variable.getNameAsString(), it));
        }
        return constants;
    }

    /** The words that an argument may be: one, or those of a choice. */
    private static Set<String> argument(
            NodeList<Expression> arguments, int position, Map<String, String> constants) {
        return arguments.size() <= position ? Set.of() : words(arguments.get(position), constants);
    }

    private static Set<String> words(Node node, Map<String, String> constants) {
        return Stream.concat(
                        node.findAll(StringLiteralExpr.class).stream()
                                .map(StringLiteralExpr::asString),
                        node.findAll(NameExpr.class).stream()
                                .map(it -> constants.get(it.getNameAsString()))
                                .filter(Objects::nonNull))
                .filter(it -> it.matches("([A-Z][a-z]+)+"))
                .collect(Collectors.toSet());
    }
}
