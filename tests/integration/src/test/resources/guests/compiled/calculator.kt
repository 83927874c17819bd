// Writes expressions at random, reads them again, evaluates them with variables that come and go, and keeps a log: with
// the strings, collections, sealed classes, lambdas and exceptions of the Kotlin library. `run depth rounds` writes one
// expression a round, at most so deep.
@file:OptIn(kotlin.js.ExperimentalJsExport::class)

private const val OPERATORS = "+-*/"

private class Random(private var seed: Int) {
    fun next(end: Int): Int {
        seed = seed * 1664525 + 1013904223
        return (seed ushr 8) % end
    }
}

private class Failure(message: String) : Exception(message)

private sealed interface Expression

private data class Literal(val value: Int) : Expression

private data class Variable(val name: String) : Expression

private data class Binary(val operator: Char, val left: Expression, val right: Expression) : Expression

private fun StringBuilder.write(random: Random, depth: Int) {
    val kind = random.next(5)
    if (depth == 0 || kind == 0) {
        append(random.next(10))
    } else if (kind == 1) {
        append("xyz"[random.next(3)]).append(random.next(4))
    } else {
        append('(')
        write(random, depth - 1)
        append(' ').append(OPERATORS[random.next(4)]).append(' ')
        write(random, depth - 1)
        append(')')
    }
}

private class Parser(private val text: String) {
    private var at = 0

    fun expression(): Expression {
        val first = text[at++]
        if (first == '(') {
            val left = expression()
            val operator = text.substring(at, at + 3).trim()[0]
            at += 3
            val right = expression()
            at++
            return Binary(operator, left, right)
        }
        return if (first in '0'..'9') Literal(first - '0') else Variable("$first${text[at++]}")
    }
}

private fun Expression.value(variables: Map<String, Int>): Int =
    when (this) {
        is Literal -> value
        is Variable -> variables[name] ?: throw Failure("no variable $name")
        is Binary -> {
            val a = left.value(variables)
            val b = right.value(variables)
            when (operator) {
                '+' -> a + b
                '-' -> a - b
                '*' -> a * b
                else -> if (b == 0) throw Failure("division of $a by zero") else a / b
            }
        }
    }

private fun hash(text: String): Int = text.fold(0) { hash, unit -> hash * 31 + unit.code }

@JsExport
fun run(depth: Int, rounds: Int): Int {
    val random = Random(depth)
    val variables = HashMap<String, Int>()
    val log = mutableListOf<String>()
    var checksum = 0
    for (round in 0 until rounds) {
        val text = buildString { write(random, depth) }
        val name = "${"xyz"[round % 3]}${round % 4}"
        try {
            val value = Parser(text).expression().value(variables)
            variables[name] = value
            log += "$name = $value"
        } catch (failure: Failure) {
            variables.remove(name)
            log += "${failure.message} in $text"
        }
        if (log.size == 16) {
            log.sort()
            checksum = checksum * 31 + hash(log.joinToString("; "))
            log.clear()
        }
        checksum = checksum * 31 + variables.size
    }
    return checksum
}
