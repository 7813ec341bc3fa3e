package com.dhanman.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Links between the pages of the repository lead somewhere. Others are not asked. */
class LinksTest {
    private static final Set<String> PASSED_OVER = Set.of("target", ".git", "node_modules");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]\\[]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\\n]*`");
    private static final Pattern TITLE = Pattern.compile("(?m)^#{1,6} (.+)$");

    private final Map<Path, Set<String>> anchors = new HashMap<>();

    @Test
    void allLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            links(page).forEach(link -> check(page, link).ifPresent(broken::add));
        }
        assertThat(broken).isEmpty();
    }

    private Optional<String> check(Path page, String link) {
        if (link.matches("[a-z]+:.*")) {
            return Optional.empty();
        }
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!Files.exists(target)) {
            return Optional.of("%s: %s does not exist".formatted(page, link));
        }
        if (parts.length == 2 && !anchorsOf(target).contains(parts[1])) {
            return Optional.of("%s: %s has no such title".formatted(page, link));
        }
        return Optional.empty();
    }

    private static List<String> links(Path page) {
        String text = CODE.matcher(read(page)).replaceAll("");
        return LINK.matcher(text).results().map(it -> it.group(1)).toList();
    }

    private Set<String> anchorsOf(Path page) {
        return anchors.computeIfAbsent(
                page,
                it ->
                        TITLE.matcher(read(it).replaceAll("(?ms)^```.*?^```", ""))
                                .results()
                                .map(MatchResult::group)
                                .map(title -> title.replaceFirst("^#+ ", ""))
                                .map(ApiReference::anchor)
                                .collect(Collectors.toSet()));
    }

    private static Set<Path> pages() throws IOException {
        Set<Path> pages = new TreeSet<>();
        Files.walkFileTree(
                Path.of("."),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        return PASSED_OVER.contains(folder.getFileName().toString())
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.toString().endsWith(".md")) {
                            pages.add(file.normalize());
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return pages;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
