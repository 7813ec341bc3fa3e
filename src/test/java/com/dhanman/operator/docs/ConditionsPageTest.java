package com.dhanman.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.NodeList;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.ObjectCreationExpr;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
    private static final Set<String> PACKAGES = Set.of("kernel", "service", "tenant");

    /** Which argument of a call is a reason. */
    private static final Map<String, Integer> CALLS =
            Map.of(
                    "error", 0,
                    "warning", 0,
                    "ready", 0,
                    "reconciling", 0,
                    "heldUp", 0,
                    "stalled", 0,
                    "failing", 0,
                    "set", 2);

    private static final Set<String> MADE_WITH_A_REASON = Set.of("PodTrouble", "Waiting");

    /** Reasons that are constants rather than literals at the calls. */
    private static final Set<String> CONSTANTS = Set.of("Paused", "Progressing");

    @Test
    void explainsEachReasonAndNoOther() throws IOException {
        Set<String> reasons = new TreeSet<>(CONSTANTS);
        for (String folder : PACKAGES) {
            try (Stream<Path> files = Files.list(SOURCES.resolve(folder))) {
                for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                    reasons.addAll(reasonsIn(file));
                }
            }
        }
        assertThat(reasons).contains("ImagePullFailed", "Conflict", "AwaitingEnvironment");
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
        Set<String> reasons = new TreeSet<>();
        for (MethodCallExpr call : source.findAll(MethodCallExpr.class)) {
            Integer position = CALLS.get(call.getNameAsString());
            if (position != null) {
                reasons.addAll(argument(call.getArguments(), position));
            }
        }
        for (ObjectCreationExpr made : source.findAll(ObjectCreationExpr.class)) {
            if (MADE_WITH_A_REASON.contains(made.getType().getNameAsString())) {
                reasons.addAll(argument(made.getArguments(), 0));
            }
        }
        return reasons;
    }

    /** The words that an argument may be: one, or those of a choice. */
    private static Set<String> argument(NodeList<Expression> arguments, int position) {
        if (arguments.size() <= position) {
            return Set.of();
        }
        return arguments.get(position).findAll(StringLiteralExpr.class).stream()
                .map(StringLiteralExpr::asString)
                .filter(it -> it.matches("([A-Z][a-z]+)+"))
                .collect(Collectors.toSet());
    }
}
