"""Synaptic rules as Brian 2 says them: the statements of a rule are nearly Brian's own."""
import re
import sys
from dataclasses import dataclass

from brian2 import ms

TIMES = {'us': 1e-3, 'ms': 1, 's': 1000}


@dataclass
class Text:
    """Arguments of Synapses, and whether a synapse has a weight of its own."""
    arguments: dict
    weighted: bool


def refuse(what):
    sys.exit(f'rules.py cannot say this in Brian: {what}')


def values_of(use):
    """Parameters of a rule in use; times with their unit."""
    declared = use['rule']['params']
    given = {name: value['value'] if isinstance(value, dict) else value for name, value in use['params'].items()}
    for name, parameter in declared.items():
        value = given.get(name, parameter['value'])
        yield name, value * TIMES[parameter['unit']] * ms if parameter['unit'] in TIMES else value


def statement(text, receiver, sign):
    """One statement, as one or several of Brian's."""
    text = text.replace('^', '**')
    if '?' in text:
        refuse(f'choices ({text})')
    draw = re.fullmatch(r'(\w+) ~ Bernoulli\((.*)\)', text)
    if draw:
        return [f'{draw[1]} = int(rand() < {draw[2]})']
    if '~' in text:
        refuse(f'draws other than Bernoulli ({text})')
    delivered = re.fullmatch(r'deliver\((.*)\)', text)
    if delivered:
        return [f'{receiver}_post += {sign} * ({delivered[1]})']
    if re.match(r'w\b', text):
        return [text, 'w = clip(w, wMin, wMax)']
    return [text]


def synapse_equations(uses, receiver, weight, sign, bounds):
    if not uses:
        # One weight is a number in the code: Brian at its best.
        return Text({'model': '', 'on_pre': f'{receiver}_post += {sign * weight!r}'}, False)
    model, on_pre, on_post, namespace = [], [], [], {'wMin': bounds[0], 'wMax': bounds[1]}
    for use in uses:
        rule = use['rule']
        unknown = set(rule) - {'name', 'doc', 'cite', 'params', 'state', 'onPre', 'onPost'}
        if unknown:
            refuse(f"{rule['name']} has {', '.join(sorted(unknown))}")
        namespace.update(values_of(use))
        for name, variable in rule.get('state', {}).items():
            if variable['of'] not in ('pre', 'post', 'synapse') or 'decay' not in variable:
                refuse(f"{rule['name']}.{name}: a variable of {variable['of']}")
            model.append(f"d{name}/dt = -{name} / {variable['decay']} : 1 (event-driven)")
        on_pre += [line for text in rule.get('onPre', []) for line in statement(text, receiver, sign)]
        on_post += [line for text in rule.get('onPost', []) for line in statement(text, receiver, sign)]
    learns = any(re.match(r'w\b', line) for line in on_pre + on_post)
    if learns:
        model.append('w : 1')
    else:
        namespace['w'] = weight
    if not any(f'{receiver}_post' in line for line in on_pre):
        on_pre.append(f'{receiver}_post += {sign} * w')
    arguments = {'model': '\n'.join(model), 'on_pre': '\n'.join(on_pre), 'namespace': namespace}
    if on_post:
        arguments['on_post'] = '\n'.join(on_post)
    return Text(arguments, learns)
