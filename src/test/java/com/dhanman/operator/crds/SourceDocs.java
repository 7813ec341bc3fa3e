package com.dhanman.operator.crds;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ast.NodeList;
import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.body.RecordDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.comments.Comment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The doc comments of the API's sources: what a reader of the code and of `kubectl explain` see.
 */
final class SourceDocs {
    private static final Path SOURCES = Path.of("src/main/java");

    private final Map<Class<?>, TypeDeclaration<?>> parsed = new ConcurrentHashMap<>();

    Optional<String> ofType(Class<?> type) {
        return text(declaration(type).getComment());
    }

    Optional<String> ofComponent(Class<?> type, String component) {
        NodeList<Parameter> parameters = ((RecordDeclaration) declaration(type)).getParameters();
        return parameters.stream()
                .filter(parameter -> parameter.getNameAsString().equals(component))
                .findFirst()
                .flatMap(parameter -> text(parameter.getComment()));
    }

    private TypeDeclaration<?> declaration(Class<?> type) {
        return parsed.computeIfAbsent(type, SourceDocs::parse);
    }

    private static TypeDeclaration<?> parse(Class<?> type) {
        Path file = SOURCES.resolve(type.getName().replace('.', '/') + ".java");
        ParserConfiguration configuration =
                new ParserConfiguration()
                        .setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_21);
        try {
            return new JavaParser(configuration).parse(file).getResult().orElseThrow().getType(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> text(Optional<Comment> comment) {
        return comment.map(
                it ->
                        it.getContent()
                                .lines()
                                .map(line -> line.strip().replaceFirst("^\\* ?", ""))
                                .reduce("", (a, b) -> a + " " + b)
                                .strip()
                                .replaceAll("\\s+", " "));
    }
}
