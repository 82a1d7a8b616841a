/* Rules that answer with their own text when they are broken. */
#ifndef RULE_H
#define RULE_H

/* Returns the text of the rule from the caller unless it holds. */
#define RULE(holds, rule)                                                                          \
    do {                                                                                           \
        if (!(holds)) {                                                                            \
            return (rule);                                                                         \
        }                                                                                          \
    } while (0)

#endif
