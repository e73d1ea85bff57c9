package dev.runbook.ml.llm.guard;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Takes secrets and personal data out of a text before it leaves. Secrets are gone for good; e-mail
/// addresses, which an answer may need to name, get a stand-in that [#unmask] turns back. The same address
/// has the same stand- in for as long as this object lives. One thread at a time.
public final class Masking {

    private static final String SECRET = "[secret]";

    /// A named secret: `password = x`, `"api_key": "x"`, `--token x`. The name and what follows it stay.
    private static final Pattern NAMED = Pattern.compile(
            "(?i)((?:[\\w.-]*(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|apikey|access[_-]?key|auth[_-]?key"
                    + "|private[_-]?key|signing[_-]?key|encryption[_-]?key|credentials?|session[_-]?id|sessionid"
                    + "|account[_-]?key|connection[_-]?string|[_-]pass(?![a-z]))[\\w-]*)"
                    + "\\\\?[\"']?\\s*(?:=>|[=:]|\\bis\\b)\\s*\\\\?[\"']?|--(?:password|token|secret|api-key)\\s+)"
                    + "((?:(?:bearer|basic)\\s+)?[^\\s\"',;&<>(){}\\[\\]\\\\]+)");

    /// Values that say nothing, such as the type of a token, stay readable.
    private static final Pattern HARMLESS = Pattern.compile(
            "(?i)(null|none|true|false|empty|missing|expired|invalid|required|unset|redacted|\\*+|x+|\\d{1,3}"
                    + "|not|was|has|no|wrong|rejected|refused|denied|unauthorized|\\[secret\\]?|\\$|\\$\\{?\\w+}?)[.:]?");

    private static final List<Rule> RULES = List.of(
            Rule.hiding("-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)"),
            Rule.hiding("\\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\\b"),
            Rule.hiding("\\bgh[pousr]_[A-Za-z0-9]{20,}\\b|\\bgithub_pat_[A-Za-z0-9_]{20,}\\b|\\bglpat-[\\w-]{16,}"),
            Rule.hiding("\\bxox[abeoprs]-[A-Za-z0-9-]{8,}|\\bxapp-[A-Za-z0-9-]{8,}"),
            Rule.hiding("https://hooks\\.slack\\.com/services/[\\w/]+"),
            Rule.hiding("\\bsk-[A-Za-z0-9_-]{12,}"),
            Rule.hiding("\\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{8,}|\\bwhsec_[A-Za-z0-9+/=]{8,}"),
            Rule.hiding("\\bAIza[\\w-]{30,}|\\bya29\\.[\\w-]{20,}"),
            Rule.hiding("\\bSG\\.[\\w-]{16,}\\.[\\w-]{16,}|\\bnpm_[A-Za-z0-9]{30,}|\\bdop_v1_[a-f0-9]{32,}"),
            Rule.hiding("\\bhvs\\.[\\w-]{20,}|\\bdp\\.(?:st|pt)\\.[\\w.-]{20,}"),
            Rule.hiding("\\beyJ[\\w-]{8,}\\.[\\w-]{8,}(?:\\.[\\w-]*)?"),
            Rule.keeping(
                    "(?i)(\\b(?:proxy-)?authorization[\"']?\\s*[:=]\\s*[\"']?(?:bearer|basic|token|digest|negotiate)?\\s*"
                            + "(?:token=)?)([^\\s\"',;]+)"),
            Rule.keeping("(?i)(\\bbearer\\s+)([A-Za-z0-9._~+/=-]{12,})"),
            Rule.keeping("(?i)(\\bbasic\\s+)([A-Za-z0-9+/]{12,}={0,2})"),
            Rule.keeping("(?i)(\\b(?:set-)?cookie\\s*:\\s*)([^\\r\\n]+)"),
            Rule.keeping("(\\b[a-z][a-z0-9+.-]*://[^\\s:/@]*:)([^\\s/]+)(?=@)"),
            Rule.keeping("(?i)(\\bjdbc:oracle:\\w+:[^\\s/@]+/)([^\\s@]+)(?=@)"),
            Rule.keeping("(\\bcurl\\b[^\\n]*?\\s(?:-u|--user)[ =]?[\"']?[^\\s:\"']+:)([^\\s\"']+)"),
            Rule.keeping("(?i)(<[\\w:.-]*(?:password|passwd|secret|token|api[_-]?key)>)([^<]+)"),
            Rule.keeping(
                    "(?i)(\\b(?:dd-api-key|dd-application-key|x-api-key|x-sn-apikey|x-auth-token|x-amz-security-token)"
                            + "[\"']?\\s*[:=]\\s*[\"']?)([^\\s\"',;]+)"),
            Rule.keeping(
                    "(?i)([?&](?:sig|signature|x-amz-signature|x-amz-credential|code|key|access_token)=)([^\\s&\"']+)"),
            new Rule(
                    NAMED,
                    match -> HARMLESS.matcher(match.group(2)).matches() ? match.group() : match.group(1) + SECRET));

    private static final Pattern EMAIL =
            Pattern.compile("\\b[A-Za-z0-9._%+-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\\.[A-Za-z]{2,}\\b");
    private static final Pattern CARD = Pattern.compile("(?<![\\w.-])(?:\\d[ -]?){12,18}\\d(?![\\w-])");
    private static final Pattern IBAN =
            Pattern.compile("\\b[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\\b");
    private static final Pattern SSN = Pattern.compile("(?<![\\w-])\\d{3}-\\d{2}-\\d{4}(?![\\w-])");
    private static final Pattern PHONE = Pattern.compile(
            "(?<![\\w.+-])\\+\\d{1,3}[ .-]?(?:\\(\\d{1,4}\\)|\\d{1,4})(?:[ .-]?\\d{2,4}){2,4}(?![\\w.-])");
    /// Long runs of letters of both cases and digits: keys that no rule knows by name.
    private static final Pattern DENSE = Pattern.compile("(?<![\\w/+=-])[A-Za-z0-9/+_-]{32,}={0,2}(?![\\w/+=-])");

    private static final Pattern STAND_IN = Pattern.compile("\\[email-\\d+]");

    /// What to look for, and what to put there.
    private record Rule(Pattern pattern, Function<MatchResult, String> instead) {
        static Rule hiding(String pattern) {
            return new Rule(Pattern.compile(pattern), _ -> SECRET);
        }

        /// The first group stays.
        static Rule keeping(String pattern) {
            return new Rule(Pattern.compile(pattern), match -> match.group(1) + SECRET);
        }
    }

    private final List<String> known;
    private final Map<String, String> standIns = new LinkedHashMap<>();

    /// @param known secrets that the system holds itself; they are masked wherever they stand
    public Masking(List<String> known) {
        this.known = known.stream()
                .filter(secret -> !secret.isBlank())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /// The text without secrets and personal data.
    public String mask(String text) {
        var masked = text;
        for (var secret : known) masked = masked.replace(secret, SECRET);
        for (var rule : RULES) masked = replace(rule.pattern(), masked, rule.instead());
        masked = replace(EMAIL, masked, match -> standIn(match.group()));
        masked = replace(IBAN, masked, keepUnless(Masking::isIban, "[account]"));
        masked = replace(CARD, masked, keepUnless(Masking::isCard, "[card]"));
        masked = replace(SSN, masked, _ -> "[personal number]");
        masked = replace(PHONE, masked, _ -> "[phone]");
        return replace(DENSE, masked, keepUnless(Masking::isDense, SECRET));
    }

    /// The text with e-mail addresses in the place of their stand-ins.
    public String unmask(String text) {
        var byStandIn = new LinkedHashMap<String, String>();
        standIns.forEach((address, standIn) -> byStandIn.put(standIn, address));
        return replace(STAND_IN, text, match -> byStandIn.getOrDefault(match.group(), match.group()));
    }

    private String standIn(String address) {
        return standIns.computeIfAbsent(address.toLowerCase(Locale.ROOT), _ -> "[email-" + (standIns.size() + 1) + "]");
    }

    private static Function<MatchResult, String> keepUnless(Predicate<String> secret, String instead) {
        return match -> secret.test(match.group()) ? instead : match.group();
    }

    private static String replace(Pattern pattern, String text, Function<MatchResult, String> instead) {
        var matcher = pattern.matcher(text);
        if (!matcher.find()) return text;
        var out = new StringBuilder();
        int end = 0;
        do {
            out.append(text, end, matcher.start()).append(instead.apply(matcher.toMatchResult()));
            end = matcher.end();
        } while (matcher.find());
        return out.append(text, end, text.length()).toString();
    }

    /// By the check digit of Luhn, so that times and counters pass.
    private static boolean isCard(String text) {
        var digits = text.replaceAll("[ -]", "");
        if (digits.length() < 13 || digits.chars().distinct().count() < 2) return false;
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9;
        }
        return sum % 10 == 0 && digits.charAt(0) >= '2' && digits.charAt(0) <= '6';
    }

    /// By the remainder of ISO 7064.
    private static boolean isIban(String text) {
        var plain = text.replace(" ", "");
        if (plain.length() < 15) return false;
        var digits = new StringBuilder();
        (plain.substring(4) + plain.substring(0, 4)).chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
    }

    /// A secret key of AWS has forty characters, of both cases and with few digits, and is no path: its cases
    /// change too often.
    private static boolean isSecretKey(String text) {
        if (text.length() != 40 || text.chars().noneMatch(c -> c == '/' || c == '+')) return false;
        int changes = 0;
        for (int i = 1; i < text.length(); i++) {
            char before = text.charAt(i - 1);
            char here = text.charAt(i);
            if (Character.isLetter(before)
                    && Character.isLetter(here)
                    && Character.isUpperCase(before) != Character.isUpperCase(here)) changes++;
        }
        return changes >= 8;
    }

    /// Paths, names and hexadecimal ids have fewer kinds of characters.
    private static boolean isDense(String text) {
        if (isSecretKey(text)) return true;
        var kinds = new ArrayList<Character>();
        boolean upper = false;
        boolean lower = false;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            upper |= Character.isUpperCase(c);
            lower |= Character.isLowerCase(c);
            if (Character.isDigit(c)) digits++;
            if (!kinds.contains(c)) kinds.add(c);
        }
        boolean path =
                text.chars().filter(c -> c == '/' || c == '-' || c == '_').count() > text.length() / 8;
        return upper && lower && digits >= 3 && kinds.size() >= 16 && !path;
    }
}
