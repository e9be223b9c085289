"""Runs a network given as Spikeloom's JSON in Brian 2 (C++ standalone, one thread, float64), and says how long the run took.

usage: run.py <network.json> <build directory> <seed> <warm-up ms> <ms> <dt ms>

Prints one line of JSON: seconds of the last run alone (no building, no compiling), and the rate of each population in the whole run.
What this does not know how to say in Brian's terms, it refuses.
"""
import json
import sys
import warnings

warnings.filterwarnings('ignore')

import numpy as np
from brian2 import (BrianLogger, Hz, Network, NeuronGroup, PoissonInput, SpikeGeneratorGroup, SpikeMonitor, Synapses, defaultclock, device,
                    ms, prefs, seed, set_device, start_scope)

from rules import synapse_equations

# Brian's own flags hold -O3 -march=native and, to its advantage, -ffast-math.
prefs.codegen.target = 'cpp'
BrianLogger.log_level_error()

# Equations, method, and where excitatory and inhibitory input goes. rk4 is Spikeloom's method too, and faster than Brian's default for conductances.
INTEGRATION = {
    'lif': ('dv/dt = (eL + tauM / cM * iE - v) / tauM : 1 (unless refractory)', 'exact', 'v', 'v'),
    'lifExponential': ('dv/dt = (eL + tauM / cM * (iSynE + iSynI + iE) - v) / tauM : 1 (unless refractory)\n'
                       'diSynE/dt = -iSynE / tauSynE : 1\ndiSynI/dt = -iSynI / tauSynI : 1', 'exact', 'iSynE', 'iSynI'),
    'lifConductance': ('dv/dt = (-gL * (v - eL) - gE * (v - eExc) - gI * (v - eInh) + iE) / cM : 1 (unless refractory)\n'
                       'dgE/dt = -gE / tauSynE : 1\ndgI/dt = -gI / tauSynI : 1', 'rk4', 'gE', 'gI'),
}
# Parameters in ms, mV, pA, pF, nS: plain numbers to Brian, except times, which it needs as times.
DEFAULTS = {
    'lif': dict(tauM=20, eL=0, vTh=20, vReset=10, tRef=2, cM=250, iE=0),
    'lifExponential': dict(tauM=10, eL=-70, vTh=-55, vReset=-70, tRef=2, cM=250, tauSynE=2, tauSynI=2, iE=0),
    'lifConductance': dict(cM=250, gL=16.6667, eL=-70, vTh=-55, vReset=-60, tRef=2, eExc=0, eInh=-85, tauSynE=0.2, tauSynI=2, iE=0),
}
# What arrives at a step is felt by that step's threshold, as in NEST and Spikeloom; Brian's own order lets a jump decay for a step first.
SLOT = 'before_thresholds'
SUFFIXES = ['NSiemens', 'Ms', 'Mv', 'Pa', 'Pf', 'Hz']


def without_unit(keys):
    """{'tauMMs': 20} → {'tauM': 20}"""
    def plain(key):
        for suffix in SUFFIXES:
            if key.endswith(suffix):
                return key[:-len(suffix)]
        return key
    return {plain(key): value for key, value in keys.items()}


def refuse(what):
    sys.exit(f'run.py cannot say this in Brian: {what}')


def drawn(value, size, random):
    """A number, a list, or a distribution as numbers."""
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, list):
        return np.array(value, dtype=float)
    kind = value['distribution']
    if kind == 'uniform':
        numbers = random.uniform(value['low'], value['high'], size)
    elif kind == 'normal':
        numbers = random.normal(value['mean'], value['sd'], size)
        # Clipped, not drawn again: the neurons that start without inhibition ignite `vogels-abbott-coba`.
        numbers = np.clip(numbers, value.get('min', -np.inf), value.get('max', np.inf))
    else:
        refuse(f'distribution {kind}')
    return numbers


def neurons(name, population, random):
    model = population['neuron'].get('model')
    if model not in INTEGRATION or population['neuron'].get('reset', 'value') != 'value':
        refuse(f"population {name}: neuron {population['neuron']}")
    equations, method, _, _ = INTEGRATION[model]
    params = {**DEFAULTS[model], **without_unit(population['neuron']['params'])}
    # In Brian a time carries its unit; cM in pF over mV and pA is a time as well.
    times = {key: params[key] * ms for key in ('tauM', 'tauSynE', 'tauSynI', 'cM') if key in params}
    if model != 'lifConductance':
        # tauM / cM multiplies a current: a plain number.
        times['cM'] = params['cM']
        equations = equations.replace('tauM / cM', repr(params['tauM'] / params['cM']))
    group = NeuronGroup(population['size'], equations, threshold='v >= vTh', reset='v = vReset', refractory=params['tRef'] * ms, method=method,
                        namespace={**params, **times}, name=f'population_{name}')
    initial = without_unit(population.get('initial', {}))
    group.v = drawn(initial.pop('v', params['eL']), population['size'], random)
    for key, value in initial.items():
        setattr(group, key, drawn(value, population['size'], random))
    return group


def drives(name, population, group, dt, duration, random):
    """Poisson input. Frequent input is Brian's own; rare input comes from trains drawn beforehand, which spares Brian a draw per neuron and step."""
    listed = population.get('drive', [])
    receiver = INTEGRATION[population['neuron']['model']][2]
    for number, drive in enumerate(listed if isinstance(listed, list) else [listed]):
        if drive['drive'] != 'poisson' or not isinstance(drive['rateHz'], (int, float)):
            refuse(f'population {name}: drive {drive}')
        rate = drive['rateHz']
        weight = without_unit({key: value for key, value in drive.items() if key.startswith('weight')})['weight']
        if rate * dt / 1000 > 0.1:
            # Brian draws a binomial number of inputs: a thousand of a thousandth of the rate are as good as Poisson.
            yield PoissonInput(group, receiver, N=1000, rate=rate / 1000 * Hz, weight=weight, when=SLOT)
            continue
        size, steps = population['size'], round(duration / dt)
        count = random.poisson(size * steps * rate * dt / 1000)
        # Step-major places. A generator emits once a step: the second of two events goes to the next.
        places = np.sort(random.integers(0, size * steps, count))
        places[1:][np.diff(places) == 0] += size
        places = np.unique(places[places < size * steps])
        step, index = np.divmod(places, size)
        trains = SpikeGeneratorGroup(size, index, step * dt * ms, name=f'trains_{name}_{number}')
        to_each = Synapses(trains, group, on_pre=f'{receiver}_post += {weight!r}', name=f'drive_{name}_{number}')
        to_each.connect(j='i')
        to_each.pre.when = SLOT
        yield trains
        yield to_each


def pairs(wiring, sources, targets, same, random):
    """Indices of sources and targets, drawn as the wiring says."""
    kind = wiring['wiring']
    if kind == 'fixedInDegree':
        degree = wiring['degree']
        return random.integers(0, sources, targets * degree), np.repeat(np.arange(targets), degree)
    if kind == 'fixedOutDegree':
        degree = wiring['degree']
        return np.repeat(np.arange(sources), degree), random.integers(0, targets, sources * degree)
    if kind == 'fixedTotal':
        return random.integers(0, sources, wiring['total']), random.integers(0, targets, wiring['total'])
    if kind == 'fixedProbability':
        degrees = random.binomial(sources, wiring['p'], targets)
        chosen = [random.choice(sources, degree, replace=False) for degree in degrees]
        return np.concatenate(chosen), np.repeat(np.arange(targets), degrees)
    refuse(f'wiring {kind}')


def synapses(name, projection, populations, groups, random):
    source, target = projection['from'], projection['to']
    plain = without_unit({key: value for key, value in projection.items() if key not in ('wiring', 'synapse')})
    weight = plain['weight']
    if not isinstance(weight, (int, float)) or not isinstance(plain['delay'], (int, float)):
        refuse(f'projection {name}: weights or delays that differ')
    _, _, excitatory, inhibitory = INTEGRATION[populations[target]['neuron']['model']]
    receiver = excitatory if weight >= 0 else inhibitory
    # Conductances are positive, whatever they open.
    sign = 1 if weight >= 0 or populations[target]['neuron']['model'] == 'lifConductance' else -1
    text = synapse_equations(projection.get('synapse', []), receiver, abs(weight), sign, plain.get('bounds', [0, 1e300]))
    made = Synapses(groups[source], groups[target], name=f'projection_{name}', delay=plain['delay'] * ms, **text.arguments)
    i, j = pairs(projection['wiring'], populations[source]['size'], populations[target]['size'], source == target, random)
    made.connect(i=i, j=j)
    made.pre.when = SLOT
    if text.weighted:
        made.w = abs(weight)
    return made


def main(path, directory, seeded, warm, duration, dt):
    network = json.load(open(path))
    set_device('cpp_standalone', directory=directory, build_on_run=False)
    start_scope()
    defaultclock.dt = dt * ms
    random = np.random.default_rng(seeded)
    seed(seeded)
    populations = network['populations']
    groups = {name: neurons(name, population, random) for name, population in populations.items()}
    inputs = [drive for name, population in populations.items() for drive in drives(name, population, groups[name], dt, warm + duration, random)]
    projections = [synapses(name, projection, populations, groups, random) for name, projection in network['projections'].items()]
    # Counts only: recording times would slow Brian.
    monitors = {name: SpikeMonitor(group, record=False, name=f'spikes_{name}') for name, group in groups.items()}
    running = Network(*groups.values(), *inputs, *projections, *monitors.values())
    running.run(warm * ms)
    running.run(duration * ms)
    device.build(directory=directory, compile=True, run=True, debug=False, with_output=False)
    seconds = float(open(f'{directory}/results/last_run_info.txt').read().split()[0])
    biological = (warm + duration) / 1000
    rates = {name: int(np.sum(monitor.count[:])) / populations[name]['size'] / biological for name, monitor in monitors.items()}
    weights = {made.name[len('projection_'):]: [float(np.mean(made.w)), float(np.std(made.w))] for made in projections if 'w' in made.variables}
    print(json.dumps({'seconds': seconds, 'ratesHz': rates, 'weights': weights}))


if __name__ == '__main__':
    file, place, number, warm_ms, run_ms, dt_ms = sys.argv[1:]
    main(file, place, int(number), float(warm_ms), float(run_ms), float(dt_ms))
