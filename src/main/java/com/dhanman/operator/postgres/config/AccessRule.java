package com.dhanman.operator.postgres.config;

import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.config.Words.Word;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * A line of pg_hba.conf that somebody wrote. With one that it does not understand, PostgreSQL would
 * not start again. Options may hold secrets, so that of a line only known words are ever shown.
 */
final class AccessRule {
    private static final String EXAMPLE = "hostssl reports analyst 10.0.0.0/8 scram-sha-256";
    private static final String LOCAL = "local";
    private static final String TLS = "hostssl";
    private static final String REJECT = "reject";

    /** Position of the address, or of the method where the connection is local. */
    private static final int AFTER_ROLES = 3;

    private static final Set<String> TYPES =
            Set.of(LOCAL, "host", TLS, "hostnossl", "hostgssenc", "hostnogssenc");
    private static final Set<String> METHODS = Set.of("scram-sha-256", "cert", REJECT);
    private static final Set<String> UNSAFE = Set.of("trust", "password", "md5", "ident");
    private static final Set<String> ELSEWHERE =
            Set.of("gss", "sspi", "pam", "bsd", "ldap", "radius", "oauth");
    private static final Set<String> OPTIONS =
            Set.of(
                    "clientcert=verify-ca",
                    "clientcert=verify-full",
                    "clientname=CN",
                    "clientname=DN");
    private static final Set<String> ANY_ADDRESS = Set.of("all", "samehost", "samenet");

    private final Words words;
    private final String field;

    private AccessRule(Words words, String field) {
        this.words = words;
        this.field = field;
    }

    /** Whether the line holds a comment or nothing. */
    static boolean isEmpty(String line) {
        return line.isBlank() || line.strip().startsWith("#");
    }

    /** What is wrong with the line first, from left to right. */
    static Optional<Finding> check(String line, String field) {
        boolean control = line.chars().anyMatch(it -> Character.isISOControl(it) && it != '\t');
        if (control || line.endsWith("\\")) {
            return Optional.of(
                    Finding.error(
                            "InvalidAccessRule",
                            field,
                            "it is more than one line",
                            "Write each rule as an item of its own"));
        }
        Optional<Words> words = Words.of(line);
        if (words.isEmpty()) {
            return Optional.of(
                    Finding.error(
                            "InvalidAccessRule",
                            field,
                            "a quotation mark is not closed",
                            "Close it"));
        }
        AccessRule rule = new AccessRule(words.get(), field);
        return Stream.<Supplier<Optional<Finding>>>of(
                        rule::type,
                        () -> rule.names(1),
                        () -> rule.names(2),
                        rule::address,
                        rule::method,
                        rule::encryption,
                        rule::options)
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Finding> type() {
        Optional<String> type = words.single(0);
        if (type.filter(TYPES::contains).isPresent()) {
            return Optional.empty();
        }
        return type.filter(it -> it.startsWith("include")).isPresent()
                ? invalid("it includes a file, of which pods have none", "Write the rules here")
                : invalid(
                        "it does not begin with a type of connection",
                        "Begin it with hostssl, such as: " + EXAMPLE);
    }

    private Optional<Finding> names(int position) {
        if (words.field(position).isEmpty()) {
            return tooShort();
        }
        for (Word word : words.field(position)) {
            if (word.text().startsWith("@") && !word.quoted()) {
                return invalid(
                        "it reads names from a file", "Write the names, separated by commas");
            }
            if (word.text().startsWith("/") && !isPattern(word.text().substring(1))) {
                return invalid("it has a pattern that cannot be read", "Write the names");
            }
        }
        return Optional.empty();
    }

    private static boolean isPattern(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private Optional<Finding> address() {
        if (is(0, LOCAL)) {
            return Optional.empty();
        }
        if (words.field(AFTER_ROLES).isEmpty()) {
            return tooShort();
        }
        Optional<String> address = words.single(AFTER_ROLES);
        if (address.isEmpty()) {
            return invalid("it has several addresses", "Write a rule for each");
        }
        String text = address.get();
        if (Networks.isAddress(text)) {
            return words.single(AFTER_ROLES + 1).filter(Networks::isAddress).isPresent()
                    ? Optional.empty()
                    : invalid("its address has no mask", "Write it with one, such as 10.1.2.3/32");
        }
        boolean known =
                text.contains("/")
                        ? Networks.isNetwork(text)
                        : ANY_ADDRESS.contains(text) || Networks.isHost(text);
        return known
                ? Optional.empty()
                : invalid("its address is no network", "Write one such as 10.0.0.0/8, or all");
    }

    private Optional<Finding> method() {
        if (words.field(methodAt()).isEmpty()) {
            return tooShort();
        }
        String method = words.single(methodAt()).orElse("");
        if (UNSAFE.contains(method)) {
            return unsafe(
                    "method " + method + " shows passwords, or lets in who proves nothing",
                    "Write scram-sha-256, or cert for clients with a certificate");
        }
        if (ELSEWHERE.contains(method)) {
            return invalid(
                    "method " + method + " needs a service that clusters are not connected to",
                    "Write scram-sha-256, cert or reject");
        }
        if (METHODS.contains(method) || method.equals("peer") && is(0, LOCAL)) {
            return Optional.empty();
        }
        return invalid(
                "there is no known method where it should be",
                "Write scram-sha-256, cert or reject after the address, such as: " + EXAMPLE);
    }

    private Optional<Finding> encryption() {
        if (is(0, TLS) || is(methodAt(), REJECT) || is(0, LOCAL) && !is(methodAt(), "cert")) {
            return Optional.empty();
        }
        return unsafe(
                "it lets clients in without TLS, so that data can be read on its way",
                "Begin it with hostssl");
    }

    private Optional<Finding> options() {
        boolean certificates = is(methodAt(), "scram-sha-256") || is(methodAt(), "cert");
        boolean known = is(0, TLS) && certificates;
        for (int i = methodAt() + 1; i < words.fields().size(); i++) {
            if (!known || words.single(i).filter(OPTIONS::contains).isEmpty()) {
                return invalid(
                        "it has an option after the method that clusters do not offer",
                        "Take it out; clientcert=verify-full can be there");
            }
        }
        return Optional.empty();
    }

    /** An address may be followed by its mask. */
    private int methodAt() {
        if (is(0, LOCAL)) {
            return AFTER_ROLES;
        }
        boolean masked = words.single(AFTER_ROLES).filter(Networks::isAddress).isPresent();
        return AFTER_ROLES + (masked ? 2 : 1);
    }

    private boolean is(int position, String word) {
        return words.single(position).filter(word::equals).isPresent();
    }

    private Optional<Finding> tooShort() {
        return invalid(
                "it ends too early",
                "Write type, databases, roles, address and method, such as: " + EXAMPLE);
    }

    private Optional<Finding> invalid(String message, String remedy) {
        return Optional.of(Finding.error("InvalidAccessRule", field, message, remedy));
    }

    private Optional<Finding> unsafe(String message, String remedy) {
        return Optional.of(Finding.error("UnsafeAccessRule", field, message, remedy));
    }
}
