package dev.runbook.app.security;

import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Makes tokens and passwords.
///
/// @param random must be a `SecureRandom` outside of tests
record Secrets(RandomGenerator random) {

    /// Without those that look alike.
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    /// A token: `rb_` and 256 random bits.
    String token() {
        var bits = new byte[32];
        random.nextBytes(bits);
        return "rb_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /// A password to type: four groups of four letters and digits, 79 bits.
    String password() {
        return IntStream.range(0, 4)
                .mapToObj(_ -> IntStream.range(0, 4)
                        .mapToObj(_ -> String.valueOf(LETTERS.charAt(random.nextInt(LETTERS.length()))))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("-"));
    }
}
