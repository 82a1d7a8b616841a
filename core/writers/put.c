/* Numbers in decimal. */
#include "put.h"

/* Each in four bytes: its digits, and behind them how many. */
/* clang-format off */
#define TEN(tens, end)                                                                    \
    tens "0" end tens "1" end tens "2" end tens "3" end tens "4" end                      \
    tens "5" end tens "6" end tens "7" end tens "8" end tens "9" end
#define HUNDRED(hundreds)                                                                 \
    TEN(hundreds "0", "\3") TEN(hundreds "1", "\3") TEN(hundreds "2", "\3")               \
    TEN(hundreds "3", "\3") TEN(hundreds "4", "\3") TEN(hundreds "5", "\3")               \
    TEN(hundreds "6", "\3") TEN(hundreds "7", "\3") TEN(hundreds "8", "\3")               \
    TEN(hundreds "9", "\3")

const char staccato_put_decimals[] =
    TEN("", "\0\0\1")
    TEN("1", "\0\2") TEN("2", "\0\2") TEN("3", "\0\2") TEN("4", "\0\2") TEN("5", "\0\2")
    TEN("6", "\0\2") TEN("7", "\0\2") TEN("8", "\0\2") TEN("9", "\0\2")
    HUNDRED("1") HUNDRED("2") HUNDRED("3") HUNDRED("4") HUNDRED("5")
    HUNDRED("6") HUNDRED("7") HUNDRED("8") HUNDRED("9");
/* clang-format on */

char *staccato_put_long_number(char *at, unsigned int number) {
    char *end = at;
    for (unsigned int rest = number; rest > 0; rest /= 10) {
        end++;
    }
    for (char *digit = end; digit > at; number /= 10) {
        *--digit = (char)('0' + number % 10);
    }
    return end;
}
